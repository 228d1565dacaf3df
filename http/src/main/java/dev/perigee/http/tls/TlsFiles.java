package dev.perigee.http.tls;

import dev.perigee.protocol.BadValue;
import dev.perigee.protocol.registration.Digest;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/// The PEM files of one end: its certificate (with what leads to its authority) and private key, and the authorities
/// by which it judges the other end. `setting` is what they are for, such as `tls`, and `names` what they are given by.
public record TlsFiles(
        String setting,
        Names names,
        @Nullable Path certificate,
        @Nullable Path key,
        @Nullable Path authorities) {
    private static final long SIZE_MAX = 1024 * 1024;

    /// What whoever runs this knows the three files by, as settings or options.
    public record Names(String certificate, String key, String authorities) {}

    /// The names of the three settings behind their common beginning.
    public static final String CERTIFICATE = ".certificate";

    public static final String KEY = ".key";
    public static final String AUTHORITIES = ".ca";

    public TlsFiles {
        if (certificate != null && key == null) {
            throw new BadValue(names.certificate(), certificate, "with it " + names.key() + ", its private key");
        }
        if (key != null && certificate == null) {
            throw new BadValue(names.key(), key, "with it " + names.certificate() + ", the certificate of this key");
        }
    }

    /// By settings that begin with `setting`.
    public TlsFiles(String setting, @Nullable Path certificate, @Nullable Path key, @Nullable Path authorities) {
        this(
                setting,
                new Names(setting + CERTIFICATE, setting + KEY, setting + AUTHORITIES),
                certificate,
                key,
                authorities);
    }

    /// No certificate, and the authorities that the Java runtime comes with.
    public static TlsFiles none(String setting) {
        return new TlsFiles(setting, null, null, null);
    }

    boolean isNone() {
        return certificate == null && authorities == null;
    }

    /// What the files hold now. Throws `BadValue` that says which of them is wrong and how; never shows a key.
    public TlsMaterial read() {
        Contents contents = contents();
        return new TlsMaterial(
                contents.digest(),
                certificate == null || key == null ? null : identity(contents, certificate, key),
                authorities == null
                        ? null
                        : Pem.certificates(names.authorities(), authorities, contents.authorities()));
    }

    /// What tells these contents from others.
    Digest digest() {
        return contents().digest();
    }

    private TlsIdentity identity(Contents contents, Path certificateFile, Path keyFile) {
        TlsIdentity identity = new TlsIdentity(
                Pem.certificates(names.certificate(), certificateFile, contents.certificate()),
                PemKey.parse(names.key(), keyFile, contents.key()));
        if (!identity.fits()) {
            throw new BadValue(names.key(), keyFile, "the key of the certificate in " + certificateFile);
        }
        return identity;
    }

    private Contents contents() {
        return new Contents(
                text(names.certificate(), certificate), text(names.key(), key), text(names.authorities(), authorities));
    }

    private static String text(String name, @Nullable Path file) {
        if (file == null) {
            return "";
        }
        try {
            if (Files.size(file) > SIZE_MAX) {
                throw new BadValue(name, file, "a PEM file of at most 1 MiB");
            }
            return Files.readString(file, StandardCharsets.ISO_8859_1);
        } catch (IOException e) {
            throw new BadValue(name, file, "a PEM file that can be read");
        }
    }

    private record Contents(String certificate, String key, String authorities) {
        Digest digest() {
            return Digest.of(Digest.of(certificate).hex()
                    + Digest.of(key).hex()
                    + Digest.of(authorities).hex());
        }

        @Override
        public String toString() {
            return "***";
        }
    }
}
