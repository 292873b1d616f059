/**
 * The official EchoBot on CloudAdapter and restify, as its sample has it: with the credentials of its environment, or
 * without any, as the sample is first tried with the Emulator.
 * https://github.com/microsoft/BotBuilder-Samples/tree/main/samples/javascript_nodejs/02.echo-bot
 */
import {
  ActivityHandler,
  CloudAdapter,
  ConfigurationBotFrameworkAuthentication,
  ConfigurationServiceClientCredentialFactory,
  MessageFactory,
} from 'botbuilder';
import restify from 'restify';

class EchoBot extends ActivityHandler {
  constructor() {
    super();
    this.onMessage(async (context, next) => {
      const reply = `Echo: ${context.activity.text}`;
      await context.sendActivity(MessageFactory.text(reply, reply));
      await next();
    });
  }
}

type Credentials = Awaited<ReturnType<ConfigurationServiceClientCredentialFactory['createCredentials']>>;

/** The bot's own token to the connector is there already, as between two renewals: no login is measured. */
class HeldCredentials extends ConfigurationServiceClientCredentialFactory {
  override async createCredentials(): Promise<Credentials> {
    return {
      async signRequest(request) {
        request.headers.set('authorization', 'Bearer token-of-the-bench');
        return request;
      },
    };
  }
}

const { MicrosoftAppId } = process.env;
const credentials = MicrosoftAppId
  ? new HeldCredentials({ MicrosoftAppId, MicrosoftAppType: 'MultiTenant', MicrosoftAppPassword: 'password-of-the-bench' })
  : undefined;
const server = restify.createServer();
server.use(restify.plugins.bodyParser());
const adapter = new CloudAdapter(new ConfigurationBotFrameworkAuthentication(process.env, credentials));
adapter.onTurnError = async (_context, error) => {
  process.stderr.write(`${error.stack}\n`);
  process.exit(1);
};
const bot = new EchoBot();
server.get('/readyz', (_request, response, next) => {
  response.send(200);
  next();
});
// oxlint-disable-next-line oxc/no-async-endpoint-handlers -- the rule means Express; restify asks for it and takes its failures
server.post('/api/messages', async (request: restify.Request, response: restify.Response) => {
  await adapter.process(request, response, (context) => bot.run(context));
});
server.listen(Number(process.env.PORT), '127.0.0.1');
