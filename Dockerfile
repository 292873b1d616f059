# Node 24, the pages built in, no build tools and no root in what runs.
FROM node:24-bookworm-slim AS build
WORKDIR /estafet
COPY package.json package-lock.json .npmrc ./
RUN npm ci
COPY tsconfig.json ./
COPY scripts scripts
COPY src src
COPY flows flows
COPY locales locales
RUN npm run build && npm prune --omit=dev --omit=optional

FROM node:24-bookworm-slim
ENV NODE_ENV=production \
    ESTAFET_STORE=sqlite:/data/estafet.db \
    ESTAFET_DATA=/data
WORKDIR /estafet
RUN mkdir /data && chown node:node /data
COPY --from=build /estafet/node_modules node_modules
COPY --from=build /estafet/dist dist
COPY package.json ./
COPY flows flows
COPY locales locales
COPY scripts/require-node.mjs scripts/
COPY src src
USER node
VOLUME /data
EXPOSE 3978
# Long enough to finish what is under way.
STOPSIGNAL SIGTERM
HEALTHCHECK --interval=10s --timeout=3s --start-period=10s \
  CMD ["node", "-e", "fetch('http://127.0.0.1:' + (process.env.PORT || 3978) + '/healthz').then(r => process.exit(r.ok ? 0 : 1), () => process.exit(1))"]
CMD ["node", "--v8-pool-size=1", "--min-semi-space-size=4", "src/start.mjs"]
