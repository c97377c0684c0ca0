package org.masque.actors.cluster;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.UnrecoverableKeyException;
import java.security.cert.Certificate;
import java.security.cert.CertificateException;
import java.security.cert.CertificateParsingException;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import javax.net.ssl.TrustManagerFactory;
import javax.net.ssl.X509TrustManager;

/**
 * Looks at the files of a node's TLS before it begins: the other nodes would refuse it without telling it why, again
 * and again.
 */
public final class TlsFiles {
    private static final String KIND = "PKCS12";

    private TlsFiles() {}

    /**
     * What is wrong with them, each with its file; nothing, if the other nodes will take this one.
     *
     * @param host under which they reach it
     */
    public static List<String> problems(ClusterTls tls, String host) {
        List<String> problems = new ArrayList<>();
        char[] password = tls.password().toCharArray();
        Optional<KeyStore> keys = read(tls.keyStore(), password, problems);
        Optional<KeyStore> trust = read(tls.trustStore(), password, problems);
        try {
            if (keys.isPresent()) {
                List<X509Certificate> chain = chain(keys.get());
                checkKeys(tls.keyStore(), chain, host, problems);
                if (trust.isPresent() && !chain.isEmpty()) {
                    checkTrust(tls, trust.get(), chain, problems);
                }
            }
        } catch (GeneralSecurityException failure) {
            problems.add(tls.keyStore() + ": " + failure.getMessage());
        }
        return problems;
    }

    private static Optional<KeyStore> read(Path file, char[] password, List<String> problems) {
        try (InputStream input = Files.newInputStream(file)) {
            KeyStore store = KeyStore.getInstance(KIND);
            store.load(input, password);
            return Optional.of(store);
        } catch (NoSuchFileException none) {
            problems.add("there is no file " + file);
        } catch (IOException | GeneralSecurityException failure) {
            boolean wrongPassword = failure.getCause() instanceof UnrecoverableKeyException;
            problems.add(file + (wrongPassword ? ": the password is wrong" : " is no PKCS#12 file that can be read"));
        }
        return Optional.empty();
    }

    // The certificate of the first key, then those that signed it.
    private static List<X509Certificate> chain(KeyStore keys) throws GeneralSecurityException {
        for (String alias : Collections.list(keys.aliases())) {
            Certificate[] chain = keys.isKeyEntry(alias) ? keys.getCertificateChain(alias) : null;
            if (chain != null) {
                return Arrays.stream(chain).map(X509Certificate.class::cast).toList();
            }
        }
        return List.of();
    }

    private static void checkKeys(Path file, List<X509Certificate> chain, String host, List<String> problems)
            throws CertificateParsingException {
        if (chain.isEmpty()) {
            problems.add(file + " holds no key with a certificate");
        } else if (names(chain.get(0)).noneMatch(host::equalsIgnoreCase)) {
            problems.add(file + ": the certificate does not name " + host
                    + " as subjectAltName, so other nodes will not believe it; it names "
                    + names(chain.get(0)).toList());
        }
    }

    // A wildcard is no node's name.
    private static Stream<String> names(X509Certificate certificate) throws CertificateParsingException {
        Collection<List<?>> names = certificate.getSubjectAlternativeNames();
        return names == null ? Stream.empty() : names.stream().map(name -> String.valueOf(name.get(1)));
    }

    private static void checkTrust(ClusterTls tls, KeyStore trust, List<X509Certificate> chain, List<String> problems)
            throws GeneralSecurityException {
        boolean authority = false;
        for (String alias : Collections.list(trust.aliases())) {
            authority |= trust.isCertificateEntry(alias);
        }
        if (!authority) {
            problems.add(tls.trustStore() + " holds no certificate of an authority");
            return;
        }
        TrustManagerFactory factory = TrustManagerFactory.getInstance("PKIX");
        factory.init(trust);
        X509TrustManager manager = (X509TrustManager) factory.getTrustManagers()[0];
        try {
            // As the other nodes will look at it; a node is on both sides of a connection.
            manager.checkServerTrusted(chain.toArray(X509Certificate[]::new), "UNKNOWN");
        } catch (CertificateException refused) {
            problems.add(tls.keyStore() + ": " + tls.trustStore() + " does not vouch for its certificate: "
                    + refused.getMessage());
        }
    }
}
