import{createRequire as __createRequire}from'node:module';const require=__createRequire(import.meta.url);
import{toolVersion}from"./chunk-EY3GGWBI.js";import{visibleText}from"./chunk-NBGYPII4.js";import{parseOptions,unknown}from"./chunk-3TRSPJN2.js";import"./chunk-4NDWNO64.js";import"./chunk-5JRA7UCG.js";import"./chunk-PQC2C2WA.js";import"./chunk-FNW63M6I.js";import"./chunk-HI7DEPDP.js";import"./chunk-73JSN56Z.js";import{ConfigError,EnvironmentError}from"./chunk-UI2JXBZJ.js";import"./chunk-VS6ADMBU.js";import process from"node:process";var commands={check:async()=>(await import("./check-5GKEFI23.js")).checkCommand,fix:async()=>(await import("./fix-3NHXVR2N.js")).fixCommand,diff:async()=>(await import("./diff-2UGSM2YF.js")).diffCommand,generate:async()=>(await import("./generate-747MLVVG.js")).generateCommand,export:async()=>(await import("./export-QQP7N57P.js")).exportCommand,drift:async()=>(await import("./drift-VKBQYPL3.js")).driftCommand,lineage:async()=>(await import("./lineage-HJXGDZHO.js")).lineageCommand,explain:async()=>(await import("./explain-MJUTA2X5.js")).explainCommand,rules:async()=>(await import("./rules-T56K3U6V.js")).rulesCommand,preview:async()=>(await import("./preview-T3AC3NHF.js")).previewCommand,init:async()=>(await import("./init-BD6GNHFR.js")).initCommand,doctor:async()=>(await import("./doctor-FPW2MOW6.js")).doctorCommand};async function help(){const loaded=await Promise.all(Object.values(commands).map(load=>load()));return`dataengos ${toolVersion}: the gate in front of every merge of spec-driven data

usage: dataengos COMMAND [OPTIONS]

${loaded.map(({usage,summary})=>`  ${usage}
      ${summary}`).join("\n")}

options of every command:
  --format text|json|markdown|sarif (reports; lists have text and json)   --output FILE   --lang auto|en|pt-BR   --verbose   --help

exit codes: 0 pass \xB7 1 findings at or above --fail-on \xB7 2 configuration or usage \xB7 3 git, network or API \xB7 70 our bug
`}async function runCli(args){process.stdout.on("error",ignoreClosedPipe);return main(args).catch(explain)}function ignoreClosedPipe(error){if(error.code!=="EPIPE")throw error}async function main(args){const[name="--help",...rest]=args;if(name==="--help"||name==="-h"||name==="help")return print(await help());if(name==="--version")return print(`${toolVersion}
`);const load=Object.hasOwn(commands,name)?commands[name]:void 0;if(load===void 0)throw unknown("command",name,Object.keys(commands));const options=parseOptions(name,rest);const command=await load();if(options.help)return print(`usage: dataengos ${command.usage}

${command.summary}
`);return command.run(options,process)}function print(text){process.stdout.write(text);return 0}function explain(error){const message=visibleText(error instanceof Error?error.message:String(error));process.stderr.write(`dataengos: ${message}
`);if(error instanceof ConfigError)return 2;if(error instanceof EnvironmentError)return 3;process.stderr.write(`${error instanceof Error?error.stack??"":""}
this is a bug of dataengos: please report it with the lines above
`);return 70}export{runCli};
