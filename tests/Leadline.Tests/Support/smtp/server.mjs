// A real SMTP server for the tests. It prints {"port":n} when it listens, then a line of JSON for each mail that it takes.
// Settings are one JSON argument: user, password, key and certificate (PEM), secure (TLS from the first byte), noTls.
// Recipients say what becomes of them: refused@ and relayed@ are refused for good, later@ is refused the first time, and the
// text of a mail to unwanted@ is refused. The sender barred@ may not send.
import { simpleParser } from 'mailparser';
import { SMTPServer } from 'smtp-server';

const settings = JSON.parse(process.argv[2]);
const met = new Set();

const refusal = (code, text) => Object.assign(new Error(text), { responseCode: code });

const server = new SMTPServer({
  secure: settings.secure ?? false,
  key: settings.key,
  cert: settings.certificate,
  disabledCommands: [...(settings.noTls ? ['STARTTLS'] : []), ...(settings.user ? [] : ['AUTH'])],
  authOptional: !settings.user,
  allowInsecureAuth: false,
  disableReverseLookup: true,
  onAuth: (auth, session, done) =>
    auth.username === settings.user && auth.password === settings.password
      ? done(null, { user: auth.username })
      : done(refusal(535, 'no')),
  onMailFrom: (address, session, done) =>
    address.address.startsWith('barred@') ? done(refusal(554, 'not you')) : done(),
  onRcptTo: (address, session, done) => {
    if (address.address.startsWith('relayed@')) return done(refusal(554, 'relay access denied'));
    if (address.address.startsWith('refused@')) return done(refusal(550, 'no such user'));
    if (address.address.startsWith('later@') && !met.has(address.address)) {
      met.add(address.address);
      return done(refusal(450, 'try later'));
    }
    done();
  },
  onData: async (stream, session, done) => {
    const chunks = [];
    for await (const chunk of stream) chunks.push(chunk);
    if (session.envelope.rcptTo.some((to) => to.address.startsWith('unwanted@'))) return done(refusal(554, 'looks like spam'));
    const raw = Buffer.concat(chunks);
    const mail = await simpleParser(raw);
    console.log(JSON.stringify({
      envelopeFrom: session.envelope.mailFrom.address,
      envelopeTo: session.envelope.rcptTo.map((to) => to.address),
      secure: session.secure,
      user: session.user ?? null,
      from: mail.from?.text ?? '',
      to: mail.to?.text ?? '',
      replyTo: mail.replyTo?.text ?? null,
      subject: mail.subject ?? '',
      text: mail.text ?? '',
      html: mail.html || null,
      messageId: mail.messageId,
      inReplyTo: mail.inReplyTo ?? null,
      references: [mail.references ?? []].flat(),
      headers: [...mail.headers.keys()],
      files: mail.attachments.map((file) => ({
        name: file.filename ?? '',
        type: file.contentType,
        charset: file.headers.get('content-type')?.params?.charset ?? null,
        disposition: file.contentDisposition ?? '',
        content: file.content.toString('base64'),
      })),
      raw: raw.toString('latin1'),
    }));
    done();
  },
});

server.on('error', () => {});
server.listen(0, '127.0.0.1', () => console.log(JSON.stringify({ port: server.server.address().port })));

// The test that started it is gone.
process.stdin.on('end', () => process.exit(0)).resume();
