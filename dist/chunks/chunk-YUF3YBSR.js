import{createRequire as __createRequire}from'node:module';const require=__createRequire(import.meta.url);
var severities=["error","warning","info"];function isExcused({waiver,ignored}){return waiver!==null||ignored!==void 0}export{severities,isExcused};
