package dev.perigee.it.architecture;

import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaAccess;
import com.tngtech.archunit.core.domain.JavaClass;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.ThreadLocalRandom;
import org.junit.jupiter.api.Test;

/// Time, chance, processes, the terminal and the network come in at known places only.
final class SurroundingsTest {
    private static final Map<String, Set<String>> AMBIENT = Map.of(
            "java.time.Instant", Set.of("now"),
            "java.time.LocalDateTime", Set.of("now"),
            "java.time.Clock", Set.of("system", "systemUTC", "systemDefaultZone", "tickMillis", "tickSeconds"),
            "java.time.InstantSource", Set.of("system"),
            "java.lang.System", Set.of("nanoTime", "currentTimeMillis"),
            "java.lang.Thread", Set.of("sleep"),
            "java.lang.Math", Set.of("random"),
            "java.util.UUID", Set.of("randomUUID"),
            "java.util.concurrent.TimeUnit", Set.of("sleep"));

    @Test
    void timeAndChanceAreInjectedByTheCompositionRoots() {
        List<JavaClass> types =
                Classes.ALL.stream().filter(type -> !isCompositionRoot(type)).toList();
        assertThat(Classes.accesses(types, SurroundingsTest::isAmbient)).isEmpty();
    }

    @Test
    void whatTheCompositionRootsDoIsSeen() {
        List<JavaClass> roots =
                Classes.ALL.stream().filter(SurroundingsTest::isCompositionRoot).toList();
        assertThat(Classes.accesses(roots, SurroundingsTest::isAmbient))
                .contains(
                        "dev.perigee.server.ServerApp -> Clock.tickMillis",
                        "dev.perigee.satellite.Means -> SecureRandom.<init>",
                        "dev.perigee.satellite.Means -> System.nanoTime",
                        "dev.perigee.cli.Main -> Thread.sleep");
    }

    @Test
    void programsAreStartedAsProcessTreesOnly() {
        // An editor has the terminal for itself, and ends when its user wants.
        List<JavaClass> types = Classes.ALL.stream()
                .filter(type -> !type.getName().equals("dev.perigee.cli.listing.ConfigEditCommand"))
                .toList();
        assertThat(Classes.accesses(types, SurroundingsTest::startsProgram)).isEmpty();
    }

    @Test
    void onlyTheCommandLineWritesToTheTerminal() {
        List<JavaClass> types = Classes.ALL.stream()
                .filter(type -> !Classes.module(type).equals("cli"))
                .toList();
        assertThat(Classes.accesses(
                        types,
                        access -> access.getTargetOwner().isEquivalentTo(System.class)
                                && Set.of("out", "err", "console").contains(access.getName())))
                .isEmpty();
    }

    @Test
    void endpointsReachTheNetworkOnlyThroughTheEdge() {
        List<JavaClass> types = Classes.ALL.stream()
                .filter(type -> !type.getPackageName().equals("dev.perigee.http"))
                .filter(type -> !type.getPackageName().equals("dev.perigee.satellite.link"))
                .filter(type -> !type.getPackageName().equals("dev.perigee.gateway.upstream.http"))
                .filter(type -> !isCompositionRoot(type))
                .toList();
        assertThat(Classes.dependencies(types, SurroundingsTest::isEventLoop)).isEmpty();
    }

    private static boolean isCompositionRoot(JavaClass type) {
        String name = type.getName();
        return name.equals("dev.perigee.server.ServerApp")
                || name.startsWith("dev.perigee.satellite.Means")
                || name.equals("dev.perigee.gateway.HttpConnector")
                || name.equals("dev.perigee.testkit.mcp.TestMcpServer")
                || Set.of("cli", "bench").contains(Classes.module(type));
    }

    private static boolean isAmbient(JavaAccess<?> access) {
        JavaClass owner = access.getTargetOwner();
        boolean random = access.getName().equals("<init>") && owner.isAssignableTo(Random.class);
        return random
                || owner.isEquivalentTo(ThreadLocalRandom.class)
                || AMBIENT.getOrDefault(owner.getName(), Set.of()).contains(access.getName());
    }

    private static boolean startsProgram(JavaAccess<?> access) {
        return access.getTargetOwner().isEquivalentTo(ProcessBuilder.class)
                || (access.getTargetOwner().isEquivalentTo(Runtime.class)
                        && access.getName().equals("exec"));
    }

    /// The name of an HTTP method is only a word.
    private static boolean isEventLoop(JavaClass target) {
        return (target.getPackageName().startsWith("io.vertx")
                        || target.getPackageName().startsWith("io.netty"))
                && !target.getName().equals("io.vertx.core.http.HttpMethod");
    }
}
