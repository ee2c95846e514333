// Loaded before a program (`node --require`): at its end it writes its greatest resident memory in KiB to the file MEMORY_FILE.
const fs = require('node:fs')
const process = require('node:process')

process.on('exit', () => {
  fs.writeFileSync(process.env['MEMORY_FILE'], String(process.resourceUsage().maxRSS))
})
