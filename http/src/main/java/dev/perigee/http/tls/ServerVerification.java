package dev.perigee.http.tls;

import java.net.Socket;
import java.security.cert.CertPathBuilderException;
import java.security.cert.CertPathValidatorException;
import java.security.cert.CertificateException;
import java.security.cert.CertificateExpiredException;
import java.security.cert.CertificateNotYetValidException;
import java.security.cert.CertificateParsingException;
import java.security.cert.PKIXReason;
import java.security.cert.X509Certificate;
import java.util.Collection;
import java.util.List;
import java.util.Objects;
import java.util.stream.Collectors;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.X509ExtendedTrustManager;
import org.jspecify.annotations.Nullable;

/// Judges servers as `delegate` does, and by a pin besides if there is one; a refusal says in words what is wrong.
public final class ServerVerification extends X509ExtendedTrustManager {
    private final X509ExtendedTrustManager delegate;
    private final @Nullable CertificatePin pin;

    private interface Check {
        void run() throws CertificateException;
    }

    public ServerVerification(X509ExtendedTrustManager delegate, @Nullable CertificatePin pin) {
        this.delegate = delegate;
        this.pin = pin;
    }

    @Override
    public void checkServerTrusted(X509Certificate[] chain, String authType, SSLEngine engine)
            throws CertificateException {
        judge(chain, () -> delegate.checkServerTrusted(chain, authType, engine));
    }

    @Override
    public void checkServerTrusted(X509Certificate[] chain, String authType, Socket socket)
            throws CertificateException {
        judge(chain, () -> delegate.checkServerTrusted(chain, authType, socket));
    }

    @Override
    public void checkServerTrusted(X509Certificate[] chain, String authType) throws CertificateException {
        judge(chain, () -> delegate.checkServerTrusted(chain, authType));
    }

    @Override
    public void checkClientTrusted(X509Certificate[] chain, String authType, SSLEngine engine)
            throws CertificateException {
        throw new CertificateException("for servers only");
    }

    @Override
    public void checkClientTrusted(X509Certificate[] chain, String authType, Socket socket)
            throws CertificateException {
        throw new CertificateException("for servers only");
    }

    @Override
    public void checkClientTrusted(X509Certificate[] chain, String authType) throws CertificateException {
        throw new CertificateException("for servers only");
    }

    @Override
    public X509Certificate[] getAcceptedIssuers() {
        return delegate.getAcceptedIssuers();
    }

    private void judge(X509Certificate[] chain, Check check) throws CertificateException {
        try {
            check.run();
        } catch (CertificateException e) {
            throw new UntrustedServer(reason(chain[0], e), e);
        }
        if (pin != null && !CertificatePin.of(chain[0]).equals(pin)) {
            throw new UntrustedServer("its certificate has the public key "
                    + CertificatePin.of(chain[0]).text() + ": expected the pinned one, " + pin.text());
        }
    }

    private static String reason(X509Certificate certificate, CertificateException refusal) {
        for (Throwable cause = refusal; cause != null; cause = cause.getCause()) {
            if (cause instanceof CertificateExpiredException) {
                return "its certificate, or one that it rests on, has expired (its own is valid until "
                        + certificate.getNotAfter().toInstant() + ")";
            }
            if (cause instanceof CertificateNotYetValidException) {
                return "its certificate is not valid before "
                        + certificate.getNotBefore().toInstant() + ": expected a clock that agrees";
            }
            if (cause instanceof CertPathBuilderException
                    || (cause instanceof CertPathValidatorException path
                            && path.getReason() == PKIXReason.NO_TRUST_ANCHOR)) {
                return "its certificate is of an authority that is not known here ("
                        + certificate.getIssuerX500Principal() + "): expected one of the configured authorities";
            }
        }
        return refusal.getCause() == null
                ? "its certificate is for " + names(certificate) + ": expected one for the host in the URL"
                : "its certificate is not accepted: " + refusal.getMessage();
    }

    private static String names(X509Certificate certificate) {
        try {
            Collection<List<?>> names = certificate.getSubjectAlternativeNames();
            if (names != null && !names.isEmpty()) {
                return names.stream()
                        .map(name -> Objects.toString(name.get(1)))
                        .limit(10)
                        .collect(Collectors.joining(", "));
            }
        } catch (CertificateParsingException _) {
            // Then it has none that could be shown.
        }
        return certificate.getSubjectX500Principal().toString();
    }
}
