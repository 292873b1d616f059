/**
 * The official EchoBot on CloudAdapter and restify, as its sample has it.
 * https://github.com/microsoft/BotBuilder-Samples/tree/main/samples/javascript_nodejs/02.echo-bot
 */
import { ActivityHandler, CloudAdapter, ConfigurationBotFrameworkAuthentication, MessageFactory } from 'botbuilder';
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

const server = restify.createServer();
server.use(restify.plugins.bodyParser());
const adapter = new CloudAdapter(new ConfigurationBotFrameworkAuthentication({}));
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
