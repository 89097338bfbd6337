// The forms before the application: each calls Leadline's own API and says what came of it.
const chosen = localStorage.getItem('ll-theme');
const isDark = chosen === 'dark' || (chosen !== 'light' && matchMedia('(prefers-color-scheme: dark)').matches);
document.documentElement.dataset.theme = isDark ? 'dark' : 'light';

const texts = JSON.parse(document.body.dataset.texts);
const query = new URLSearchParams(location.search);
const form = document.querySelector('form');
const passkey = document.getElementById('passkey');
const steps = { 'sign-in': signIn, forgot, reset: complete, invitation: accept };
steps[form.id] && handle(form, steps[form.id]);

if (form.id === 'sign-in') prepareSignIn();
if (form.id === 'reset') open('password-resets/open');
if (form.id === 'invitation') open('invitations/open');

function handle(one, step) {
  const button = one.querySelector('[type=submit]');
  button.disabled = false;
  one.addEventListener('submit', async event => {
    event.preventDefault();
    say(one, '');
    button.disabled = true;
    try {
      await step(one);
    } catch (error) {
      say(one, error.text ?? texts.NoServer);
    } finally {
      button.disabled = false;
    }
  });
}

async function signIn() {
  try {
    const answer = await call('session', { email: form.email.value, password: form.password.value });
    if (answer.challenge) askSecondFactor(answer.challenge, answer.secondFactor);
    else goOn();
  } catch (error) {
    form.password.value = '';
    form.password.focus();
    throw error;
  }
}

function askSecondFactor(challenge, kind) {
  const second = document.getElementById('second-factor');
  form.hidden = true;
  second.hidden = false;
  if (kind === 'passkey') second.querySelector('label').textContent = texts.LostPasskey;
  if (kind === 'passkey' && !passkey.hidden) passkey.focus();
  else second.code.focus();
  handle(second, async () => {
    const typed = second.code.value.trim();
    const proof = /^\d{6}$/.test(typed) ? { code: typed } : { recoveryCode: typed };
    await call('session/second-factor', { challenge, ...proof });
    goOn();
  });
  second.code.addEventListener('input', () => {
    if (/^\d{6}$/.test(second.code.value)) second.requestSubmit();
  });
}

async function usePasskey() {
  const shown = document.querySelector('form:not([hidden])');
  say(shown, '');
  passkey.disabled = true;
  try {
    const options = PublicKeyCredential.parseRequestOptionsFromJSON(await call('session/passkey/options', {}));
    const signed = await navigator.credentials.get({ publicKey: options });
    await call('session/passkey', { credential: signed.toJSON() });
    goOn();
  } catch (error) {
    say(shown, error.name === 'NotAllowedError' ? texts.NoPasskeyUsed : error.text ?? texts.NoServer);
  } finally {
    passkey.disabled = false;
  }
}

async function prepareSignIn() {
  // Passkeys belong to a host's name.
  if (window.PublicKeyCredential?.parseRequestOptionsFromJSON && !/^[\d.]+$|:/.test(location.hostname)) {
    passkey.hidden = false;
    passkey.addEventListener('click', usePasskey);
  }
  const challenge = new URLSearchParams(location.hash.slice(1)).get('challenge');
  if (challenge) askSecondFactor(challenge);
  const refusals = {
    unknownUser: texts.UnknownUser,
    unverifiedEmail: texts.UnverifiedEmail,
  };
  if (query.has('error')) say(form, refusals[query.get('error')] ?? texts.ProviderFailed);
  try {
    const answer = await fetch('/leadline/v1/sign-in-options');
    if (!answer.ok) return;
    const { providers } = await answer.json();
    for (const provider of providers) {
      const link = document.createElement('a');
      link.className = 'll-provider';
      link.href = `${provider.url}?returnTo=${encodeURIComponent(returnTo())}`;
      link.textContent = texts.SignInWith.replace('{0}', () => provider.name);
      document.getElementById('providers').append(link);
    }
  } catch {
    // The password does without the providers.
  }
}

async function forgot() {
  await call('password-resets', { email: form.email.value });
  form.querySelector('[role=status]').textContent = texts.LinkSent;
}

async function open(operation) {
  try {
    const told = await call(operation, { token: query.get('token') ?? '' });
    document.getElementById('who').textContent = `${told.email}, ${told.accountName}`;
    document.getElementById('rule').textContent = texts.ShortestPassword.replace('{0}', told.shortestPassword);
    if (form.firstName) {
      form.firstName.value = told.firstName ?? '';
      form.lastName.value = told.lastName ?? '';
    }
  } catch (error) {
    say(form, error.text ?? texts.NoServer);
    form.querySelector('button').disabled = true;
  }
}

async function complete() {
  await call('password-resets/complete', { token: query.get('token'), newPassword: form.newPassword.value });
  location.replace('sign-in');
}

async function accept() {
  await call('invitations/accept', {
    token: query.get('token'),
    firstName: form.firstName.value,
    lastName: form.lastName.value,
    password: form.newPassword.value,
    timeZone: Intl.DateTimeFormat().resolvedOptions().timeZone,
  });
  location.replace('/app/');
}

async function call(operation, body) {
  const answer = await fetch(`/leadline/v1/${operation}`, {
    method: 'POST',
    headers: { 'Content-Type': 'application/json' },
    body: JSON.stringify(body),
  });
  if (!answer.ok) throw { text: await refusal(answer, operation) };
  return answer.json();
}

async function refusal(answer, operation) {
  const problem = await answer.json().catch(() => ({}));
  const wait = Math.max(1, Math.ceil(Number(answer.headers.get('Retry-After')) / 60));
  if (answer.status === 429) return texts.TooMany.replace('{0}', wait);
  if (answer.status === 401 && operation === 'session') return texts.NoMatch;
  if (answer.status === 401 && operation === 'session/passkey') return texts.UnknownPasskey;
  if (answer.status >= 500) return texts.ServerProblem;
  return Object.values(problem.errors ?? {}).flat().join(' ') || problem.detail || texts.Failed;
}

function say(one, text) {
  one.querySelector('.ll-error').textContent = text;
}

function goOn() {
  location.replace(returnTo());
}

// An address of the application, never of another site.
function returnTo() {
  const wanted = query.get('returnTo') ?? '';
  return /^\/app(?:$|[/?])(?!\/|\\)/.test(wanted) ? wanted : '/app/';
}
