package dev.perigee.http.tls;

import dev.perigee.protocol.registration.Digest;
import java.io.IOException;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.X509Certificate;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import javax.net.ssl.KeyManager;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManager;
import javax.net.ssl.TrustManagerFactory;
import javax.net.ssl.X509ExtendedTrustManager;
import javax.net.ssl.X509KeyManager;
import org.jspecify.annotations.Nullable;

/// What the files of one end held when they were read, ready for use. Immutable; `digest` tells one from another.
public final class TlsMaterial {
    private final Digest digest;
    private final @Nullable TlsIdentity identity;
    private final @Nullable List<X509Certificate> authorities;

    TlsMaterial(Digest digest, @Nullable TlsIdentity identity, @Nullable List<X509Certificate> authorities) {
        this.digest = digest;
        this.identity = identity;
        this.authorities = authorities;
    }

    Digest digest() {
        return digest;
    }

    /// The certificate that this end shows.
    public Optional<X509Certificate> certificate() {
        return Optional.ofNullable(identity).map(TlsIdentity::certificate);
    }

    /// What a TLS library takes the certificate and its key from.
    public Optional<X509KeyManager> keys() {
        return Optional.ofNullable(identity).map(TlsIdentity::keys);
    }

    /// Judges the other end by the authorities, or else by those of the Java runtime.
    public X509ExtendedTrustManager trust() {
        try {
            TrustManagerFactory factory = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
            factory.init(authorities == null ? null : store(authorities));
            return Stream.of(factory.getTrustManagers())
                    .filter(X509ExtendedTrustManager.class::isInstance)
                    .map(X509ExtendedTrustManager.class::cast)
                    .findFirst()
                    .orElseThrow();
        } catch (GeneralSecurityException | IOException e) {
            throw new IllegalStateException("no trust store in this Java runtime", e);
        }
    }

    /// For clients: shows the certificate if there is one, and judges servers by `trust`.
    public SSLContext context() {
        try {
            SSLContext context = SSLContext.getInstance("TLS");
            context.init(
                    keys().stream().toArray(KeyManager[]::new),
                    new TrustManager[] {new ServerVerification(trust(), null)},
                    null);
            return context;
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("no TLS in this Java runtime", e);
        }
    }

    private static KeyStore store(List<X509Certificate> certificates) throws GeneralSecurityException, IOException {
        KeyStore store = KeyStore.getInstance("PKCS12");
        store.load(null, null);
        for (X509Certificate each : certificates) {
            store.setCertificateEntry("ca-" + store.size(), each);
        }
        return store;
    }
}
