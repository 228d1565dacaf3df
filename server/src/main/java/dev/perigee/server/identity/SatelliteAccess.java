package dev.perigee.server.identity;

import dev.perigee.control.fleet.Fleet;
import dev.perigee.control.fleet.Satellite;
import dev.perigee.http.Call;
import dev.perigee.protocol.SatelliteId;
import dev.perigee.protocol.problem.ProblemException;
import dev.perigee.protocol.problem.ProblemType;
import dev.perigee.server.limit.Throttle;
import java.util.function.Supplier;

/// Lets a satellite act on what is its own: the key, the id in the path and, where they are asked for, the certificate
/// and the signature of the request must be the same satellite's, in this order. What it does is counted, once it is
/// known who it is.
public final class SatelliteAccess {
    private final Fleet fleet;
    private final CertificateBinding binding;
    private final RequestSignatures signatures;
    private final Throttle throttle;

    public SatelliteAccess(Fleet fleet, CertificateBinding binding, RequestSignatures signatures, Throttle throttle) {
        this.fleet = fleet;
        this.binding = binding;
        this.signatures = signatures;
        this.throttle = throttle;
    }

    /// Refuses, before anything is read of it, a call that shows no credential at all.
    public void requireCredential(Call call) {
        if (call.bearer().isEmpty()) {
            throw throttle.stranger(
                    call, "expected a key or a registration token in the header Authorization: Bearer …");
        }
    }

    /// Whose call it is; throws `ProblemException` when that is not proven.
    public Satellite require(Call call) {
        Satellite satellite = call.bearer()
                .flatMap(fleet::authenticate)
                .orElseThrow(() -> throttle.stranger(call, "this satellite key is not known"));
        throttle.satellite(call, satellite.id());
        String claimed = call.path("id");
        if (!satellite.id().value().equals(claimed)) {
            throw new ProblemException(
                    ProblemType.FORBIDDEN,
                    "the key is that of satellite \"" + satellite.id() + "\", the path says \"" + claimed + "\"");
        }
        binding.check(call, satellite.id());
        signatures.check(call, satellite);
        return satellite;
    }

    /// Where the call comes from.
    public String address(Call call) {
        return throttle.address(call);
    }

    /// Registers somebody who has no key yet, as often as that may be.
    public <T> T registering(Call call, Supplier<T> registering) {
        return throttle.registering(call, registering);
    }

    /// Whether a caller that has no key yet may become `satellite`, as far as its certificate says.
    public void requireToBe(Call call, SatelliteId satellite) {
        binding.check(call, satellite);
    }

    /// Tells a satellite that has just given its signing key under what to sign, if it must.
    public void offerSignatureSession(Call call) {
        signatures.offerWhereRequired(call);
    }
}
