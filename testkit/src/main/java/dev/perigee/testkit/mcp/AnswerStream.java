package dev.perigee.testkit.mcp;

import com.sun.net.httpserver.HttpExchange;
import dev.perigee.testkit.mcp.offer.Json;
import dev.perigee.testkit.mcp.offer.Refusal;
import java.io.IOException;
import java.io.OutputStream;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.ObjectNode;

/// The response to a request of the modern era: JSON with a status that fits if the answer comes first and soon,
/// else a stream of events, on which a comment each second finds out that the client has gone. Guarded by itself.
final class AnswerStream implements Outlet {
    private final HttpExchange exchange;
    private final Consumer<Outlet> gone;
    private final CountDownLatch ended = new CountDownLatch(1);
    private @Nullable OutputStream stream;

    /// `gone` gets this when the client has gone before the end.
    AnswerStream(HttpExchange exchange, Consumer<Outlet> gone) {
        this.exchange = exchange;
        this.gone = gone;
    }

    @Override
    public void send(ObjectNode message) {
        write(event(message));
    }

    @Override
    public synchronized void finish(ObjectNode response) {
        if (stream == null && ended.getCount() > 0) {
            try {
                Http.json(exchange, status(response), response);
            } catch (IOException e) {
                gone.accept(this);
            }
        } else {
            write(event(response));
        }
        end();
    }

    @Override
    public synchronized void end() {
        if (ended.getCount() > 0) {
            exchange.close();
            ended.countDown();
        }
    }

    @Override
    public void hangUp() {}

    /// Returns at the end of the response.
    void await() throws InterruptedException {
        while (!ended.await(1, TimeUnit.SECONDS)) {
            write(":\n\n");
        }
    }

    private synchronized void write(String text) {
        if (ended.getCount() == 0) {
            return;
        }
        try {
            if (stream == null) {
                stream = Http.stream(exchange);
            }
            Http.write(stream, text);
        } catch (IOException e) {
            end();
            gone.accept(this);
        }
    }

    private static String event(ObjectNode message) {
        return "data: " + Json.text(message) + "\n\n";
    }

    private static int status(ObjectNode response) {
        return switch (response.path("error").path("code").asInt(0)) {
            case Refusal.METHOD_NOT_FOUND -> 404;
            case Refusal.INVALID_PARAMS,
                    Refusal.INVALID_REQUEST,
                    Refusal.HEADER_MISMATCH,
                    Refusal.MISSING_CAPABILITY,
                    Refusal.UNSUPPORTED_VERSION -> 400;
            default -> 200;
        };
    }
}
