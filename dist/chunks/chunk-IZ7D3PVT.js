import{createRequire as __createRequire}from'node:module';const require=__createRequire(import.meta.url);
function ruleUrl(id){if(id.startsWith("custom/"))return void 0;return`https://github.com/dataengos/gatekeeper/blob/v1/docs/rules/${id.split("/").map(encodeURIComponent).join("/")}.md`}export{ruleUrl};
