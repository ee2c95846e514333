#!/usr/bin/env node
// CommonJS, as package.json beside it says: Node takes 6 ms of the processor to get ready for an ES module.
require('../bundle/cli/start.cjs')
