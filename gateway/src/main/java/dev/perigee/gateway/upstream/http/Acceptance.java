package dev.perigee.gateway.upstream.http;

import dev.perigee.gateway.upstream.Loss;
import io.vertx.core.MultiMap;
import java.util.function.Consumer;

/// Hears whether the server took a message that has no response. Only on the event loop.
final class Acceptance implements HttpCall.Hearer {
    private final Consumer<Verdict> then;

    sealed interface Verdict {
        record Taken() implements Verdict {}

        record Refused(HttpCall.Outcome.Whole answer) implements Verdict {}

        /// `sent` is false when the server surely has not seen it.
        record Undeliverable(Loss why, boolean sent) implements Verdict {}
    }

    Acceptance(Consumer<Verdict> then) {
        this.then = then;
    }

    @Override
    public void streaming(MultiMap headers) {
        // Some servers answer so, with nothing in it.
    }

    @Override
    public void event(String type, byte[] data) {
        // Nothing is asked, so nothing is answered.
    }

    @Override
    public void ended(HttpCall.Outcome how) {
        then.accept(
                switch (how) {
                    case HttpCall.Outcome.Whole answer ->
                        answer.good() ? new Verdict.Taken() : new Verdict.Refused(answer);
                    case HttpCall.Outcome.StreamEnded _ -> new Verdict.Taken();
                    case HttpCall.Outcome.Failed(Loss why, boolean sent) -> new Verdict.Undeliverable(why, sent);
                });
    }
}
