package dev.perigee.http;

import java.time.Duration;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Callers that did not come as far as a request, mostly for want of a certificate or of TLS. However many there are,
/// the log has one line for them each `TOLD_EVERY`. Thread-safe; its monitor guards what is not told yet.
final class FailedHandshakes {
    static final Duration TOLD_EVERY = Duration.ofSeconds(5);
    private static final Logger log = LoggerFactory.getLogger(FailedHandshakes.class);

    private long count;
    private String last = "";
    private String lastFrom = "";

    /// How many there were, and why and from where the last one came to nothing.
    record Told(long count, String why, String from) {}

    /// `from`: the address of the caller, as far as it is known.
    synchronized void add(Throwable failure, @Nullable String from) {
        Throwable cause = failure;
        while (cause.getCause() != null) {
            cause = cause.getCause();
        }
        count++;
        last = words(String.valueOf(cause.getMessage()));
        lastFrom = from == null ? "" : from;
    }

    void tell() {
        Told told = take();
        if (told.count() > 0) {
            log.atWarn()
                    .addKeyValue("count", told.count())
                    .addKeyValue("lastBecause", told.why())
                    .addKeyValue("lastFrom", told.from())
                    .log("connections ended before a request");
        }
    }

    /// What is not told yet, which it is with this.
    synchronized Told take() {
        Told told = new Told(count, last, lastFrom);
        count = 0;
        return told;
    }

    static String words(String message) {
        if (message.contains("not an SSL/TLS record") || message.contains("Unsupported or unrecognized SSL")) {
            return "the caller does not speak TLS: expected https:// in its URL";
        }
        if (message.contains("Empty client certificate chain") || message.contains("Empty server certificate chain")) {
            return "the caller has no certificate to show";
        }
        if (message.contains("certificate_unknown")
                || message.contains("bad_certificate")
                || message.contains("unknown_ca")) {
            return "the caller does not trust this certificate: " + message;
        }
        if (message.contains("unable to find valid certification path") || message.contains("path building failed")) {
            return "the caller's certificate is of an authority that is not known here";
        }
        return message.lines().findFirst().orElse("it said nothing");
    }
}
