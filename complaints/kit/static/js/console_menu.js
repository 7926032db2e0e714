import"./shared-QVMF7S3P.js";var n=window.matchMedia("(min-width: 56em)");function i(e){let t=()=>{e.open=n.matches};n.addEventListener("change",t),t()}export{i as start};
