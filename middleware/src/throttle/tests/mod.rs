mod load;
mod server;

mod tracking;
