package dev.perigee.testkit.mcp;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpHandler;
import dev.perigee.testkit.mcp.offer.Offers;
import dev.perigee.testkit.mcp.offer.Refusal;
import java.io.IOException;
import tools.jackson.databind.node.ObjectNode;

/// The modern era over HTTP: one POST for each request.
record ModernHttp(ModernServer server, Offers offers) implements HttpHandler {
    private static final int BAD_REQUEST = 400;

    @Override
    public void handle(HttpExchange exchange) throws IOException {
        if (!exchange.getRequestMethod().equals("POST")) {
            Http.empty(exchange, Http.NOT_ALLOWED);
            return;
        }
        try {
            answer(exchange, Http.message(exchange));
        } catch (Refusal e) {
            Http.json(exchange, BAD_REQUEST, Rpc.error(e));
        } catch (InterruptedException e) {
            exchange.close();
        }
    }

    private void answer(HttpExchange exchange, ObjectNode message) throws IOException, InterruptedException {
        AnswerStream stream = new AnswerStream(exchange, server::cancel);
        if (!Rpc.isRequest(message)) {
            server.receive(message, stream);
            Http.accepted(exchange);
            return;
        }
        try {
            server.requireMethod(Rpc.method(message));
            new RoutingHeaders(exchange.getRequestHeaders(), message).check(offers);
            server.receiveAmongOthers(message, stream);
        } catch (Refusal e) {
            stream.finish(Rpc.error(message.path("id"), e));
        }
        stream.await();
    }
}
