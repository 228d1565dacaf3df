package dev.perigee.server;

import static org.assertj.core.api.Assertions.assertThat;

import dev.perigee.protocol.SatelliteId;
import dev.perigee.protocol.json.Json;
import dev.perigee.protocol.problem.Problem;
import dev.perigee.protocol.registration.Registration;
import dev.perigee.protocol.registration.RegistrationRequest;
import dev.perigee.protocol.registration.SatelliteProfile;
import dev.perigee.server.limit.AddressRange;
import dev.perigee.server.limit.Rate;
import dev.perigee.server.limit.Rates;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Rates of one a second, so that what a burst leaves is what it was.
class LimitsTest {
    private static final Rate SMALL = new Rate(1, 10);
    private static final Rate LARGE = new Rate(100_000, 100_000);
    private static final String OWN = "/perigee/v1/satellites/s1/signing-keys";

    @TempDir
    private Path directory;

    private @Nullable RunningServer server;

    @AfterEach
    void stop() {
        if (server != null) {
            server.close();
        }
    }

    @Test
    void aStrangerUsesUpItsAddressAndNobodyElsesBudget() throws Exception {
        RunningServer running = start(new Rates(SMALL, LARGE, SMALL, LARGE, LARGE, List.of()));
        String key = register(running, "s1", running.token());
        List<Integer> strangers = new ArrayList<>();
        for (int i = 0; i < 30; i++) {
            strangers.add(
                    running.send("GET", OWN, "s1.not-its-key-0123456789", null).statusCode());
        }
        assertThat(strangers.subList(0, 10)).containsOnly(401);
        assertThat(strangers).contains(429);
        for (int i = 0; i < 10; i++) {
            assertThat(running.send("GET", OWN, key, null).statusCode()).isEqualTo(200);
        }
        assertRefused(untilRefused(running, OWN, key), "satellite", "satellite \"s1\"");
        assertThat(running.send("GET", "/api/v1/satellites", RunningServer.OPERATOR_KEY, null)
                        .statusCode())
                .as("operators behind the same address")
                .isEqualTo(200);
    }

    @Test
    void anOperatorHasABudgetOfItsOwnAndIsToldWhatIsLeft() throws Exception {
        RunningServer running = start(new Rates(LARGE, SMALL, SMALL, LARGE, LARGE, List.of()));
        HttpResponse<String> first = running.send("GET", "/api/v1/satellites", RunningServer.OPERATOR_KEY, null);
        assertThat(first.headers().firstValue("RateLimit-Policy")).contains("\"operator\";q=10;w=10");
        assertThat(first.headers().firstValue("RateLimit")).contains("\"operator\";r=9;t=1");
        assertRefused(
                untilRefused(running, "/api/v1/satellites", RunningServer.OPERATOR_KEY), "operator", "\"operator\"");
        assertThat(running.send("GET", "/api/v1/satellites", null, null).statusCode())
                .as("its address has paid for nothing")
                .isEqualTo(401);
    }

    @Test
    void callsWithoutACredentialCostTheAddress() throws Exception {
        RunningServer running = start(new Rates(LARGE, LARGE, SMALL, LARGE, LARGE, List.of()));
        assertRefused(untilRefused(running, OWN, null), "address", "unknown callers at 127.0.0.1");
        assertThat(running.send("GET", "/api/v1/satellites", null, null).statusCode())
                .isEqualTo(429);
        assertThat(running.send("GET", "/health/live", null, null).statusCode()).isEqualTo(200);
    }

    @Test
    void registrationsAreCountedWhenTheySucceed() throws Exception {
        RunningServer running = start(new Rates(LARGE, LARGE, new Rate(1, 50), new Rate(1, 3), LARGE, List.of()));
        for (int i = 0; i < 6; i++) {
            assertThat(registering(running, "x", "no-token-at-all").statusCode())
                    .isEqualTo(401);
        }
        for (int i = 1; i <= 3; i++) {
            register(running, "s" + i, running.token());
        }
        String token = running.token();
        HttpResponse<String> refused = registering(running, "s4", token);
        assertRefused(refused, "registration-address", "registrations from 127.0.0.1");
        HttpResponse<String> again = refused;
        long end = System.nanoTime() + 20_000_000_000L;
        while (again.statusCode() == 429 && System.nanoTime() < end) {
            again = registering(running, "s4", token);
        }
        assertThat(again.statusCode()).as("its token is as good as before").isEqualTo(201);
    }

    @Test
    void behindATrustedProxyEachCallerHasItsOwnAddress() throws Exception {
        RunningServer running =
                start(new Rates(LARGE, LARGE, SMALL, LARGE, LARGE, List.of(AddressRange.parse("127.0.0.0/8"))));
        for (int i = 0; i < 30; i++) {
            running.send("GET", OWN, null, null, "X-Forwarded-For", "198.51.100.7");
        }
        assertThat(running.send("GET", OWN, null, null, "X-Forwarded-For", "198.51.100.7")
                        .statusCode())
                .isEqualTo(429);
        assertThat(running.send("GET", OWN, null, null, "X-Forwarded-For", "198.51.100.8")
                        .statusCode())
                .isEqualTo(401);
    }

    private RunningServer start(Rates rates) throws Exception {
        RunningServer running = new RunningServer(
                RunningServer.config(directory.resolve("server")).with(RunningServer.callers(null, rates)));
        server = running;
        return running;
    }

    private static HttpResponse<String> untilRefused(RunningServer running, String path, @Nullable String key)
            throws Exception {
        HttpResponse<String> answer = running.send("GET", path, key, null);
        for (int i = 0; i < 100 && answer.statusCode() != 429; i++) {
            answer = running.send("GET", path, key, null);
        }
        return answer;
    }

    private static void assertRefused(HttpResponse<String> answer, String policy, String whose) {
        assertThat(answer.statusCode()).isEqualTo(429);
        assertThat(answer.headers().firstValue("Content-Type")).contains(Problem.MEDIA_TYPE);
        assertThat(answer.headers().firstValue("Retry-After")).contains("1");
        assertThat(answer.headers().firstValue("RateLimit-Policy").orElse("")).startsWith("\"" + policy + "\";q=");
        assertThat(answer.headers().firstValue("RateLimit").orElse("")).startsWith("\"" + policy + "\";r=0;t=");
        assertThat(RunningServer.problem(answer).code()).isEqualTo("rate_limited");
        assertThat(RunningServer.problem(answer).retryable()).isTrue();
        assertThat(RunningServer.problem(answer).detail()).contains("too many calls of " + whose, "try again in 1 s");
    }

    private static String register(RunningServer running, String id, String token) throws Exception {
        HttpResponse<String> answer = registering(running, id, token);
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(201);
        return Json.WIRE.read(answer.body(), Registration.class).key().reveal();
    }

    private static HttpResponse<String> registering(RunningServer running, String id, String token) throws Exception {
        RegistrationRequest request =
                new RegistrationRequest(new SatelliteId(id), SatelliteProfile.of("test", "Linux"));
        return running.send("POST", "/perigee/v1/register", token, Json.WIRE.text(request));
    }
}
