package dev.perigee.http.tls;

import java.util.Optional;
import javax.net.ssl.SSLException;

/// What kept two ends from speaking TLS, in words.
public final class TlsFailure {
    private TlsFailure() {}

    /// Why a connection to a server failed; empty when that had nothing to do with TLS.
    public static Optional<String> explain(Throwable failure) {
        Throwable tls = null;
        for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
            if (cause instanceof UntrustedServer) {
                return Optional.of("the server is not trusted: " + cause.getMessage());
            }
            if (cause instanceof SSLException) {
                tls = cause;
            }
        }
        return Optional.ofNullable(tls).map(it -> "no TLS with the server: " + words(String.valueOf(it.getMessage())));
    }

    private static String words(String message) {
        if (message.contains("certificate_required")) {
            return "it asks for a client certificate, and this client has none";
        }
        if (message.contains("bad_certificate")
                || message.contains("certificate_unknown")
                || message.contains("unknown_ca")
                || message.contains("certificate_expired")) {
            return "it does not accept this client's certificate (" + message + ")";
        }
        if (message.contains("protocol_version") || message.contains("No appropriate protocol")) {
            return "it speaks no version of TLS that is spoken here: expected TLS 1.2 or 1.3";
        }
        if (message.contains("not an SSL/TLS record") || message.contains("Unsupported or unrecognized SSL")) {
            return "it does not answer in TLS: expected https there, or http:// in the URL";
        }
        return message;
    }
}
