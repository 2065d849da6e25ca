// dynalite with a store of its own for each access key, as ministack and DynamoDB Local have it, so that tests with the
// same table names run side by side. One of the engines that `scripts/engines` starts.
//
//     node dynalite_server.cjs FOLDER    where FOLDER/node_modules has dynalite
//
// Prints where it listens, and runs until it is stopped.
'use strict'

const http = require('http')
const path = require('path')
const dynalite = require(path.resolve(process.argv[2], 'node_modules', 'dynalite'))

const engines = new Map()

function engine(request) {
  const key = /Credential=([^/]*)\//.exec(request.headers.authorization || '')?.[1] || ''
  if (!engines.has(key)) {
    // A server that never listens: it only answers what it is handed.
    engines.set(key, dynalite({ createTableMs: 0, deleteTableMs: 0, updateTableMs: 0 }))
  }
  return engines.get(key)
}

const server = http.createServer((request, response) => engine(request).emit('request', request, response))
server.keepAliveTimeout = 60_000
server.listen(0, '127.0.0.1', () => console.log(`listening on http://127.0.0.1:${server.address().port}`))
