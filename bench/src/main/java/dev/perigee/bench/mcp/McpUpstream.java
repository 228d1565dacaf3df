package dev.perigee.bench.mcp;

import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpServerResponse;
import java.io.BufferedReader;
import java.io.FileDescriptor;
import java.io.FileInputStream;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;

/// A program: an MCP server that costs next to nothing, `http` or `stdio`, then `LEGACY` or `MODERN`. Over HTTP it
/// prints `ready url=…`; it answers with JSON on one event loop and keeps nothing about its sessions.
public final class McpUpstream {
    private static final String SESSION = "Mcp-Session-Id";
    private static final int IDLE_NEVER = 0;

    private final Replies replies;
    private final AtomicLong sessions = new AtomicLong();

    private McpUpstream(Era era) {
        this.replies = new Replies(era);
    }

    static void main(String[] arguments) throws IOException {
        McpUpstream upstream = new McpUpstream(Era.valueOf(arguments[1]));
        switch (arguments[0]) {
            case "http" -> upstream.listen();
            case "stdio" -> upstream.converse();
            default -> throw new IllegalArgumentException(arguments[0] + ": expected http or stdio");
        }
    }

    private void listen() {
        Vertx.vertx(new VertxOptions().setEventLoopPoolSize(1))
                .createHttpServer(new HttpServerOptions()
                        .setHost("127.0.0.1")
                        .setPort(0)
                        .setTcpNoDelay(true)
                        .setIdleTimeout(IDLE_NEVER))
                .requestHandler(this::serve)
                .listen()
                .onSuccess(server -> System.out.println("ready url=http://127.0.0.1:" + server.actualPort() + "/mcp"))
                .onFailure(_ -> System.exit(1));
    }

    private void serve(HttpServerRequest request) {
        HttpServerResponse response = request.response();
        if (request.method().equals(HttpMethod.GET)) {
            // A stream on which nothing is ever said.
            response.setChunked(true)
                    .putHeader("Content-Type", "text/event-stream")
                    .write(":\n\n");
        } else if (request.method().equals(HttpMethod.DELETE)) {
            response.setStatusCode(204).end();
        } else {
            request.body().onSuccess(body -> answer(body, response));
        }
    }

    private void answer(Buffer body, HttpServerResponse response) {
        Replies.Incoming message = Replies.Incoming.of(body.getBytes());
        if (message.begins()) {
            response.putHeader(SESSION, "s" + sessions.incrementAndGet());
        }
        Optional<String> reply = replies.to(message);
        if (reply.isPresent()) {
            response.putHeader("Content-Type", "application/json").end(reply.get());
        } else {
            response.setStatusCode(202).end();
        }
    }

    private void converse() throws IOException {
        BufferedReader in = new BufferedReader(
                new InputStreamReader(new FileInputStream(FileDescriptor.in), StandardCharsets.UTF_8));
        OutputStream out = new FileOutputStream(FileDescriptor.out);
        for (String line = in.readLine(); line != null; line = in.readLine()) {
            Optional<String> reply = replies.to(Replies.Incoming.of(line.getBytes(StandardCharsets.UTF_8)));
            if (reply.isPresent()) {
                out.write((reply.get() + "\n").getBytes(StandardCharsets.UTF_8));
            }
        }
    }
}
