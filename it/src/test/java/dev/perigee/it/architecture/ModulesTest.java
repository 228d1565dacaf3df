package dev.perigee.it.architecture;

import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClass;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/// Dependencies point one way: `protocol <- control <- store, server`; `protocol, process <- gateway <- satellite`;
/// `protocol <- http <- server, gateway, satellite`; nothing knows `cli`.
final class ModulesTest {
    private static final Map<String, Set<String>> MAY_KNOW = Map.of(
            "protocol", Set.of(),
            "process", Set.of(),
            "control", Set.of("protocol"),
            "store", Set.of("protocol", "control"),
            "http", Set.of("protocol"),
            "server", Set.of("protocol", "control", "store", "http"),
            "gateway", Set.of("protocol", "process", "http"),
            "satellite", Set.of("protocol", "process", "http", "gateway"),
            "cli", Set.of("protocol", "http", "server", "satellite", "gateway"),
            "testkit", Set.of("protocol", "control", "process", "satellite"));

    private static final List<String> LANGUAGE = List.of(
            "java.lang..", "java.util..", "java.time..", "org.jspecify.annotations..", "java.nio", "java.nio.charset");

    /// Values, and what writes values into memory.
    private static final Set<String> VALUES = Set.of(
            "java.net.URI",
            "java.net.URISyntaxException",
            "java.io.IOException",
            "java.io.UncheckedIOException",
            "java.io.ByteArrayInputStream",
            "java.io.ByteArrayOutputStream",
            "java.io.DataInputStream",
            "java.io.DataOutputStream");

    @Test
    void everyModuleWithCodeIsLookedAt() {
        assertThat(Classes.ALL.stream().map(Classes::module).collect(Collectors.toSet()))
                .isEqualTo(MAY_KNOW.keySet());
    }

    @Test
    void aModuleKnowsOnlyTheModulesBelowIt() {
        SortedSet<String> violations = new TreeSet<>();
        MAY_KNOW.forEach((module, below) -> violations.addAll(Classes.dependencies(
                Classes.ofModule(module),
                target -> isOtherModule(target, module) && !below.contains(Classes.module(target)))));
        assertThat(violations).isEmpty();
    }

    @Test
    void theProtocolDoesNoInputOrOutput() {
        List<String> allowed = and(
                LANGUAGE,
                "dev.perigee.protocol..",
                "com.fasterxml.jackson.annotation..",
                "tools.jackson..",
                "java.security..",
                "javax.crypto..",
                "org.bouncycastle.math..");
        assertThat(outside("protocol", allowed)).isEmpty();
    }

    @Test
    void theControlPlanesBrainKnowsNoHttpNoSqlAndNoFramework() {
        List<String> allowed = and(
                LANGUAGE,
                "dev.perigee.control..",
                "dev.perigee.protocol..",
                "org.slf4j..",
                "com.github.benmanes.caffeine..",
                // Configurations and events are trees, and secrets are sealed.
                "tools.jackson.databind",
                "tools.jackson.databind.node",
                "java.security..",
                "javax.crypto..");
        assertThat(outside("control", allowed)).isEmpty();
    }

    @Test
    void processTreesNeedOnlyTheJdkAndALogger() {
        List<String> allowed = and(LANGUAGE, "dev.perigee.process..", "java.io", "java.nio.file..", "org.slf4j..");
        assertThat(Classes.dependenciesOutside(Classes.ofModule("process"), allowed))
                .isEmpty();
    }

    @Test
    void onlyTheStoreSpeaksSql() {
        List<JavaClass> others = Classes.ALL.stream()
                .filter(type -> !Classes.module(type).equals("store"))
                .toList();
        assertThat(Classes.dependencies(
                        others,
                        JavaClass.Predicates.resideInAnyPackage(
                                "java.sql..",
                                "javax.sql..",
                                "org.jdbi..",
                                "com.zaxxer..",
                                "org.flywaydb..",
                                "org.sqlite..")))
                .isEmpty();
    }

    private static List<String> outside(String module, List<String> allowed) {
        return Classes.dependenciesOutside(Classes.ofModule(module), allowed).stream()
                .filter(dependency -> !VALUES.contains(dependency.substring(dependency.indexOf("-> ") + 3)))
                .toList();
    }

    private static boolean isOtherModule(JavaClass target, String module) {
        return target.getPackageName().startsWith(Classes.ROOT)
                && !Classes.module(target).equals(module);
    }

    private static List<String> and(List<String> packages, String... more) {
        return Stream.concat(packages.stream(), Stream.of(more)).toList();
    }
}
