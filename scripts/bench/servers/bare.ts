/** The least that a bot on restify can be: parse a JSON body, answer with its text. */
import restify from 'restify';

const server = restify.createServer();
server.use(restify.plugins.bodyParser());
server.get('/readyz', (_request, response, next) => {
  response.send(200);
  next();
});
server.post('/echo', (request, response, next) => {
  response.send({ text: `Echo: ${(request.body as { text: string }).text}` });
  next();
});
server.listen(Number(process.env.PORT), '127.0.0.1');
