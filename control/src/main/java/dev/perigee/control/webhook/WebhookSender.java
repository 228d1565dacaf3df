package dev.perigee.control.webhook;

import java.net.URI;
import java.util.Map;

/// Brings a body to a URL. Blocks until there is an answer, for a bounded time. Thread-safe.
@FunctionalInterface
public interface WebhookSender {
    Answer send(URI url, Map<String, String> headers, byte[] body) throws InterruptedException;

    /// What became of it.
    sealed interface Answer {
        record Taken(int status) implements Answer {}

        record Refused(int status) implements Answer {}

        /// There was no answer, or none is asked for: `why` says what happened and what was expected.
        record Failed(String why) implements Answer {}
    }

    /// Where a URL must not lead: why not, in words for whoever asked for it.
    @FunctionalInterface
    interface Fence {
        void check(URI url);
    }
}
