package dev.perigee.bench.mcp;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/// A client of one target on one kept connection, with at most one request under way. Each call has a text of its own,
/// which its answer must hold. Not thread-safe.
final class McpClient {
    private static final int READ_BYTES = 16 * 1024;

    private final Dialer dialer;
    private final Target target;
    private final int number;
    private final HttpAnswer answer = new HttpAnswer();
    private final byte[] read = new byte[READ_BYTES];
    private String head;
    private long lastCall;
    private @Nullable Answered answered;
    private boolean headOnly;
    private SocketChannel channel;

    /// Connects a client anew: some servers close connections that are idle for a few seconds.
    @FunctionalInterface
    interface Dialer {
        SocketChannel connect(McpClient client) throws IOException;
    }

    /// Hears the one answer to a request.
    @FunctionalInterface
    interface Answered {
        void with(HttpAnswer.Whole answer) throws IOException;
    }

    /// What comes after a step.
    @FunctionalInterface
    interface Then {
        void go() throws IOException;
    }

    McpClient(Dialer dialer, Target target, int number) throws IOException {
        this.dialer = dialer;
        this.target = target;
        this.number = number;
        this.head = target.head();
        this.channel = dialer.connect(this);
    }

    /// Says hello as the target's manner wants it.
    void begin(Then then) throws IOException {
        switch (target.manner()) {
            case MODERN, HUB -> then.go();
            case LEGACY ->
                post(target.initialize(), hello -> {
                    require(hello, hello.body().contains("\"result\""));
                    hello.header("mcp-session-id").ifPresent(id -> head += "Mcp-Session-Id: " + id + "\r\n");
                    post("{\"jsonrpc\":\"2.0\",\"method\":\"notifications/initialized\"}", noted -> {
                        require(noted, noted.status() == 202);
                        then.go();
                    });
                });
        }
    }

    void call(Then then) throws IOException {
        String text = "call " + number + "-" + ++lastCall + " of the benchmark, with some words as a tool has them";
        post(target.call(lastCall, text), reply -> {
            require(reply, reply.body().contains(text));
            then.go();
        });
    }

    /// Opens the session's stream on this connection, in the session of `other`; nothing else is sent on it then.
    void listen(McpClient other, Then then) throws IOException {
        head = other.head;
        headOnly = true;
        send("GET" + head + "\r\n", reply -> {
            require(reply, reply.status() == 200);
            then.go();
        });
    }

    /// Takes what has come.
    void ready() throws IOException {
        int count = channel.read(ByteBuffer.wrap(read));
        if (count < 0 && answered == null && !headOnly) {
            channel.close();
            return;
        }
        if (count < 0) {
            throw new IOException(target.url() + " closed a connection that was in use");
        }
        if (answered == null) {
            return;
        }
        answer.add(read, count);
        HttpAnswer.Whole whole = answer.next(headOnly).orElse(null);
        Answered then = answered;
        if (whole != null && then != null) {
            answered = null;
            then.with(whole);
        }
    }

    private void post(String body, Answered then) throws IOException {
        int length = body.getBytes(StandardCharsets.UTF_8).length;
        send("POST" + head + "Content-Type: application/json\r\nContent-Length: " + length + "\r\n\r\n" + body, then);
    }

    private void send(String request, Answered then) throws IOException {
        if (!channel.isOpen()) {
            channel = dialer.connect(this);
        }
        answered = then;
        ByteBuffer bytes = ByteBuffer.wrap(request.getBytes(StandardCharsets.UTF_8));
        while (bytes.hasRemaining()) {
            channel.write(bytes);
        }
    }

    private void require(HttpAnswer.Whole answer, boolean good) throws IOException {
        if (!good) {
            throw new IOException(target.url() + " answered a " + target.manner() + " client with " + answer.status()
                    + " " + answer.body());
        }
    }
}
