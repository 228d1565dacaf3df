package dev.perigee.cli.client;

import dev.perigee.protocol.config.ConfigScope;
import dev.perigee.protocol.config.SecretName;
import dev.perigee.protocol.config.SecretValue;
import dev.perigee.protocol.config.SecretView;
import java.net.URLEncoder;
import java.net.http.HttpRequest;
import java.nio.charset.StandardCharsets;
import java.time.Duration;

/// The part of the operator API that is about secrets.
public final class Secrets {
    private static final String BASE = "/api/v1/secrets";

    private final ControlPlane controlPlane;

    public Secrets(ControlPlane controlPlane) {
        this.controlPlane = controlPlane;
    }

    public Reply<SecretView.All> all() throws InterruptedException {
        return controlPlane.call(controlPlane.request(BASE, Duration.ZERO), SecretView.All.class);
    }

    public Reply<SecretView> set(SecretName name, ConfigScope scope, SecretValue value) throws InterruptedException {
        return controlPlane.call(
                controlPlane.request(one(name, scope), Duration.ZERO).PUT(ControlPlane.json(value)), SecretView.class);
    }

    public Reply<SecretView.Deleted> delete(SecretName name, ConfigScope scope) throws InterruptedException {
        return controlPlane.call(
                controlPlane.request(one(name, scope), Duration.ZERO).DELETE(), SecretView.Deleted.class);
    }

    public Reply<SecretView.Rekeyed> rekey() throws InterruptedException {
        return controlPlane.call(
                controlPlane.request("/api/v1/secrets-key", Duration.ZERO).POST(HttpRequest.BodyPublishers.noBody()),
                SecretView.Rekeyed.class);
    }

    private static String one(SecretName name, ConfigScope scope) {
        return BASE + "/" + name + "?scope=" + URLEncoder.encode(scope.text(), StandardCharsets.UTF_8);
    }
}
