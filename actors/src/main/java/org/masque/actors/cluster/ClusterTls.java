package org.masque.actors.cluster;

import java.nio.file.Path;

/**
 * How nodes prove to each other who they are, TLS 1.3 with a certificate on both sides.
 *
 * @param keyStore PKCS#12, this node's key and certificate; the certificate names the node's host
 * @param trustStore PKCS#12, the authority that signed the certificates of all nodes, and nothing else
 * @param password of both stores
 */
public record ClusterTls(Path keyStore, Path trustStore, String password) {
    /** Without the password. */
    @Override
    public String toString() {
        return "ClusterTls[" + keyStore + ", " + trustStore + "]";
    }
}
