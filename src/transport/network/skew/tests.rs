use super::*;

const TEN_MINUTES: u64 = 600;

fn seen(skew: &Skew, ahead: u64) {
    let wall = SystemTime::UNIX_EPOCH + Duration::from_secs(1_800_000_000);
    let date = httpdate::fmt_http_date(wall + Duration::from_secs(ahead));
    skew.see(date.as_bytes(), wall);
}

#[test]
fn each_of_several_requests_in_flight_is_sent_again() {
    let skew = Skew::default();
    let (one, other) = (skew.used(), skew.used());
    seen(&skew, TEN_MINUTES);
    assert!(skew.correct(one));
    assert!(skew.correct(other), "it was signed by the old time, too");
    assert!(
        !skew.correct(skew.used()),
        "signed by the right time, it was refused for something else"
    );
}

#[test]
fn signatures_go_by_the_server_s_time_once_it_matters() {
    let (skew, wall) = (
        Skew::default(),
        SystemTime::UNIX_EPOCH + Duration::from_secs(TEN_MINUTES),
    );
    seen(&skew, 59);
    assert!(!skew.correct(0), "less than a minute is no reason");
    skew.see(b"no date", wall);
    assert!(!skew.correct(0));
    seen(&skew, TEN_MINUTES);
    assert_eq!(Skew::apply(skew.used(), wall), wall, "not before a refusal says so");
    assert!(skew.correct(0));
    assert_eq!(Skew::apply(skew.used(), wall), wall + Duration::from_secs(TEN_MINUTES));
    assert_eq!(Skew::apply(-600, wall), SystemTime::UNIX_EPOCH);
}
