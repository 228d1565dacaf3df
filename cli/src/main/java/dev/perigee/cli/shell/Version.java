package dev.perigee.cli.shell;

import java.util.Objects;

/// The version of this build, from its jar.
public final class Version {
    private Version() {}

    public static String current() {
        return Objects.requireNonNullElse(Version.class.getPackage().getImplementationVersion(), "development");
    }
}
