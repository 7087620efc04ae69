#!/usr/bin/env node
import{createRequire as __createRequire}from'node:module';const require=__createRequire(import.meta.url);
import process from"node:process";var oldestNode=20;var major=Number(process.versions.node.split(".")[0]);if(major<oldestNode){process.stderr.write(`dataengos: needs Node ${oldestNode} or newer, this is ${process.versions.node}; install a current Node
`);process.exitCode=2}else{const{runCli}=await import("./chunks/cli-main-DCLPASZ2.js");process.exitCode=await runCli(process.argv.slice(2))}
