package dev.perigee.server.identity;

import dev.perigee.http.Call;
import dev.perigee.protocol.SatelliteId;
import dev.perigee.protocol.problem.ProblemException;
import dev.perigee.protocol.problem.ProblemType;
import java.security.cert.CertificateParsingException;
import java.security.cert.X509Certificate;
import java.util.Collection;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import javax.naming.InvalidNameException;
import javax.naming.ldap.LdapName;
import javax.naming.ldap.Rdn;

/// If `required`, a satellite's client certificate must be made out to its id: as the common name of its subject, or as
/// one of its alternative DNS names.
public record CertificateBinding(boolean required) {
    private static final int DNS = 2;

    void check(Call call, SatelliteId satellite) {
        if (!required) {
            return;
        }
        X509Certificate certificate = call.clientCertificate()
                .orElseThrow(() -> new ProblemException(
                        ProblemType.UNAUTHORIZED,
                        "expected a client certificate that is made out to satellite \"" + satellite + "\""));
        Set<String> names = names(certificate);
        if (!names.contains(satellite.value())) {
            throw new ProblemException(
                    ProblemType.FORBIDDEN,
                    "the client certificate is made out to " + names + ": expected satellite \"" + satellite + "\"");
        }
    }

    static Set<String> names(X509Certificate certificate) {
        Set<String> names = new TreeSet<>();
        try {
            for (Rdn part : new LdapName(certificate.getSubjectX500Principal().getName()).getRdns()) {
                if (part.getType().equalsIgnoreCase("CN") && part.getValue() instanceof String name) {
                    names.add(name);
                }
            }
            Collection<List<?>> others = certificate.getSubjectAlternativeNames();
            if (others != null) {
                others.stream()
                        .filter(other -> other.get(0).equals(DNS))
                        .forEach(other -> names.add(String.valueOf(other.get(1))));
            }
        } catch (InvalidNameException | CertificateParsingException _) {
            // What cannot be read is not its name.
        }
        return names;
    }
}
