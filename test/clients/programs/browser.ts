/** Stands in for the system's browser: tells the first argument, an address, that it was sent to the second one. */
const [door = '', url = ''] = process.argv.slice(2)
await fetch(door, { method: 'POST', body: url })
