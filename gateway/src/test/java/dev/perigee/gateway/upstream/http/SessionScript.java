package dev.perigee.gateway.upstream.http;

import static dev.perigee.gateway.upstream.http.Conversing.result;

import java.io.IOException;

/// What a server with a session answers, and messages that it sends of itself.
final class SessionScript {
    static final String WELCOME = result(0, "{\"protocolVersion\":\"2025-11-25\"}");
    static final String TOLD =
            "{\"jsonrpc\":\"2.0\",\"method\":\"notifications/progress\",\"params\":{\"progress\":1}}";
    static final String ASKED = "{\"jsonrpc\":\"2.0\",\"id\":\"s1\",\"method\":\"roots/list\"}";

    private SessionScript() {}

    interface GetScript {
        boolean served(FakeMcpServer.Wire wire) throws IOException, InterruptedException;
    }

    /// A server with a session; without a stream for what it says unasked, unless `get` makes one.
    static void session(FakeMcpServer.Received request, FakeMcpServer.Wire wire, GetScript get)
            throws IOException, InterruptedException {
        if (request.calls("initialize")) {
            wire.json(WELCOME, "Mcp-Session-Id: s-1");
        } else if (request.method().equals("GET")) {
            if (!get.served(wire)) {
                wire.answer(405, "");
            }
        } else if (request.method().equals("DELETE")) {
            wire.answer(204, "");
        } else if (request.body().contains("\"id\"")) {
            wire.json(result(1, "{}"));
        } else {
            wire.answer(202, "");
        }
    }
}
