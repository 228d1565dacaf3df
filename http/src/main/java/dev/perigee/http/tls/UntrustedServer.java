package dev.perigee.http.tls;

import java.security.cert.CertificateException;

/// The certificate of a server is not accepted; the message says what is wrong with it.
final class UntrustedServer extends CertificateException {
    UntrustedServer(String message, CertificateException cause) {
        super(message, cause);
    }

    UntrustedServer(String message) {
        super(message);
    }
}
