// For NODE_OPTIONS=--require: writes what a process loads of the bundle, and whether it begins with languages, to
// $REDISLAB_TEST_STARTED as JSON when it ends.
const {writeFileSync} = require('node:fs')
const vm = require('node:vm')

const files = []
const languages = []

const {Script} = vm
vm.Script = class extends Script {
  constructor(source, options) {
    super(source, options)
    files.push(options.filename)
  }
}

const {localeCompare} = String.prototype
String.prototype.localeCompare = function (...args) {
  languages.push('localeCompare')
  return localeCompare.apply(this, args)
}
for (const name of ['Collator', 'DateTimeFormat', 'NumberFormat', 'PluralRules', 'Segmenter']) {
  Intl[name] = new Proxy(Intl[name], {
    construct(target, args) {
      languages.push(name)
      return Reflect.construct(target, args)
    },
  })
}

process.on('exit', () => {
  writeFileSync(process.env.REDISLAB_TEST_STARTED, JSON.stringify({files, languages}))
})
