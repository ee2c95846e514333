#!/usr/bin/env node
import '../bundle/cli/start.cjs'
