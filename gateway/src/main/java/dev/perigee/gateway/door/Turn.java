package dev.perigee.gateway.door;

import dev.perigee.gateway.rpc.Message;
import dev.perigee.gateway.rpc.RpcError;
import dev.perigee.gateway.upstream.Exchange;
import dev.perigee.gateway.upstream.UpstreamSession;
import dev.perigee.http.Call;
import java.time.Duration;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// One request of a client, from its exchange with a server to its answer: plain JSON when the answer is all
/// there is, else a stream. Its deadline moves with each sign of life from the server, up to a total. Runs on one
/// thread.
final class Turn {
    private static final Logger log = LoggerFactory.getLogger(Turn.class);
    private static final String JSON = "application/json";

    private final Message.Request request;
    private final Call call;
    private final ClientSession client;
    private final Deadlines deadlines;
    private @Nullable ClientStream stream;

    /// How long a server may be silent, how long all of it may take, and how long a client may take nothing.
    record Deadlines(Duration silenceMax, Duration turnMax, Duration slowMax) {
        static final Deadlines DEFAULT =
                new Deadlines(Duration.ofSeconds(60), Duration.ofHours(1), Duration.ofSeconds(60));
    }

    Turn(Message.Request request, Call call, ClientSession client, Deadlines deadlines) {
        this.request = request;
        this.call = call;
        this.client = client;
        this.deadlines = deadlines;
    }

    /// Passes on what comes of `exchange` until its end.
    TurnListener.End take(Exchange exchange, UpstreamSession session) throws InterruptedException {
        long silences = Math.max(1, deadlines.turnMax().dividedBy(deadlines.silenceMax()));
        while (silences-- > 0) {
            Optional<Exchange.Event> event = exchange.next(deadlines.silenceMax());
            if (event.isEmpty()) {
                session.cancel(exchange, "it took too long");
                return failed(
                        "the server said nothing for " + deadlines.silenceMax().toSeconds() + " s");
            }
            switch (event.get()) {
                case Exchange.Event.Told(Message.Notification notification) -> tell(own(notification));
                case Exchange.Event.Asked(Message.Request question) -> tell(client.relay(question, session));
                case Exchange.Event.Answered(Message.Response response) -> {
                    answer(response.withId(request.id()));
                    return new TurnListener.End.Answered(response);
                }
                case Exchange.Event.Lost lost -> {
                    return failed("the server was lost " + (lost.sent() ? "while" : "before") + " it did this: "
                            + lost.why().explanation());
                }
            }
        }
        session.cancel(exchange, "it took too long");
        return failed("the server was not done after " + deadlines.turnMax());
    }

    private TurnListener.End failed(String why) throws InterruptedException {
        RpcError error = new RpcError(RpcError.INTERNAL_ERROR, why);
        fail(error);
        return new TurnListener.End.Failed(error);
    }

    void answer(Message.Response response) throws InterruptedException {
        if (stream == null) {
            call.reply(200, JSON, response.json().bytes());
        } else {
            tell(response);
            stream.complete();
        }
    }

    void fail(RpcError error) throws InterruptedException {
        answer(Message.Response.of(request.id(), error));
    }

    /// With the token that the client chose.
    private Message.Notification own(Message.Notification notification) {
        if (!notification.method().equals("notifications/progress")) {
            return notification;
        }
        return request.params()
                .object("_meta")
                .flatMap(meta -> meta.value("progressToken"))
                .map(token -> notification.withParams(notification.params().with("progressToken", token)))
                .orElse(notification);
    }

    private void tell(Message message) throws InterruptedException {
        ClientStream open = stream == null ? client.openStream(call) : stream;
        stream = open;
        if (!open.add(message, deadlines.slowMax())) {
            log.atDebug().addKeyValue("client", client.id()).log("a client takes nothing; a message to it is dropped");
        }
    }
}
