package dev.perigee.server.dialect.perigee;

import dev.perigee.control.config.Desired;
import dev.perigee.control.secret.SecretDesk;
import dev.perigee.http.Call;
import java.util.Optional;
import java.util.SortedMap;

/// Opens secrets for those satellites alone that nobody can listen to: in TLS or on this machine, unless `inClear`
/// says that they may be sent as they are.
public record ConfigSecrecy(SecretDesk secrets, boolean inClear) {
    /// Why what is secret in it may not be answered to this call.
    Optional<String> objection(Call call, Desired desired) {
        return desired.references().secrets().isEmpty() || inClear || call.isPrivate()
                ? Optional.empty()
                : Optional.of("this configuration has secrets in it, and others could read them on their way: expected"
                        + " a control plane that is reached over https, or config.secrets-in-clear: true in its own"
                        + " configuration");
    }

    SortedMap<String, String> reveal(Desired desired) {
        return secrets.reveal(desired.references().secrets());
    }
}
