package dev.perigee.server.limit;

import java.util.List;

/// How often may be called: by a satellite, by an operator, from an address by whom nobody knows; how often satellites
/// may be registered from one address and in all; and which proxies are believed when they say whom they speak for.
public record Rates(
        Rate satellite,
        Rate operator,
        Rate address,
        Rate registrationOfAddress,
        Rate registration,
        List<AddressRange> trustedProxies) {
    /// 10,000 satellites behind one address are registered in nine minutes, and ten such sites at the same time in
    /// half an hour.
    public static final Rates DEFAULT = new Rates(
            new Rate(1_000, 2_000),
            new Rate(1_000, 2_000),
            new Rate(20, 100),
            new Rate(20, 200),
            new Rate(60, 600),
            List.of());

    public Rates {
        satellite.checked("limits.satellite");
        operator.checked("limits.operator");
        address.checked("limits.address");
        registrationOfAddress.checked("limits.registration-address");
        registration.checked("limits.registration");
        trustedProxies = List.copyOf(trustedProxies);
    }
}
