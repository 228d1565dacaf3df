package dev.perigee.server.oidc;

import dev.perigee.http.tls.TlsFiles;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/// A provider over HTTP. Follows no redirects; an answer is at most 1 MiB and whole within 5 s.
final class HttpProvider implements Provider, AutoCloseable {
    static final int ANSWER_MAX_BYTES = 1024 * 1024;
    private static final Duration CONNECT_MAX = Duration.ofSeconds(3);

    private final HttpClient http;
    private final Duration answerMax;

    HttpProvider(TlsFiles tls, Duration answerMax) {
        HttpClient.Builder client =
                HttpClient.newBuilder().connectTimeout(CONNECT_MAX).followRedirects(HttpClient.Redirect.NEVER);
        if (tls.authorities() != null) {
            client.sslContext(tls.read().context());
        }
        this.http = client.build();
        this.answerMax = answerMax;
    }

    @Override
    public byte[] get(URI url) throws IOException, InterruptedException {
        HttpRequest request = HttpRequest.newBuilder(url)
                .header("Accept", "application/json")
                .timeout(answerMax)
                .build();
        CompletableFuture<HttpResponse<byte[]>> answer =
                http.sendAsync(request, BodyHandlers.limiting(BodyHandlers.ofByteArray(), ANSWER_MAX_BYTES));
        try {
            HttpResponse<byte[]> response = answer.get(answerMax.toMillis(), TimeUnit.MILLISECONDS);
            if (response.statusCode() != 200) {
                throw new IOException(url + " answered with HTTP status " + response.statusCode() + ": expected 200");
            }
            return response.body();
        } catch (ExecutionException e) {
            Throwable cause = e.getCause() == null ? e : e.getCause();
            throw new IOException("no answer from " + url + ": " + cause, cause);
        } catch (TimeoutException e) {
            throw new IOException("no whole answer from " + url + " within " + answerMax.toSeconds() + " s", e);
        } finally {
            answer.cancel(true);
        }
    }

    @Override
    public void close() {
        http.shutdownNow();
    }
}
