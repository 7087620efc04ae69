import{createRequire as __createRequire}from'node:module';const require=__createRequire(import.meta.url);
var compileModes=["auto","static","dbt"];var unitTestModes=["off","auto","on"];export{compileModes,unitTestModes};
