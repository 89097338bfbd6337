// Starts the application in the language that the user has chosen; without a choice, in the browser's.
Blazor.start({ applicationCulture: document.documentElement.dataset.culture });
