package dev.perigee.server.identity;

import dev.perigee.control.fleet.Fleet;
import dev.perigee.control.fleet.Satellite;
import dev.perigee.http.Call;
import dev.perigee.protocol.SatelliteId;
import dev.perigee.protocol.problem.ProblemException;
import dev.perigee.protocol.problem.ProblemType;

/// Lets a satellite act on what is its own: the key, the id in the path and, where that is asked for, the certificate
/// must be the same satellite's.
public final class SatelliteAccess {
    private final Fleet fleet;
    private final CertificateBinding binding;

    public SatelliteAccess(Fleet fleet, CertificateBinding binding) {
        this.fleet = fleet;
        this.binding = binding;
    }

    /// Whose call it is; throws `ProblemException` when that is not proven.
    public Satellite require(Call call) {
        Satellite satellite = call.bearer()
                .flatMap(fleet::authenticate)
                .orElseThrow(() -> new ProblemException(ProblemType.UNAUTHORIZED, "this satellite key is not known"));
        String claimed = call.path("id");
        if (!satellite.id().value().equals(claimed)) {
            throw new ProblemException(
                    ProblemType.FORBIDDEN,
                    "the key is that of satellite \"" + satellite.id() + "\", the path says \"" + claimed + "\"");
        }
        binding.check(call, satellite.id());
        return satellite;
    }

    /// Whether a caller that has no key yet may become `satellite`, as far as its certificate says.
    public void requireToBe(Call call, SatelliteId satellite) {
        binding.check(call, satellite);
    }
}
