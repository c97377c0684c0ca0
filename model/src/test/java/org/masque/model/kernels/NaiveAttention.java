package org.masque.model.kernels;

/**
 * Attention in double precision, one sum after the other, for tests.
 *
 * @param qkv [images*tokens, 3*heads*width]
 */
record NaiveAttention(double[] qkv, int images, int heads, int tokens, int width) {
    private int index(int part, int image, int head, int token, int i) {
        return (image * tokens + token) * 3 * heads * width + (part * heads + head) * width + i;
    }

    private int outputIndex(int image, int head, int token, int i) {
        return (image * tokens + token) * heads * width + head * width + i;
    }

    private double[] probabilities(int image, int head, int query) {
        double[] p = new double[tokens];
        double sum = 0;
        for (int key = 0; key < tokens; key++) {
            double score = 0;
            for (int i = 0; i < width; i++) {
                score += qkv[index(0, image, head, query, i)] * qkv[index(1, image, head, key, i)];
            }
            p[key] = Math.exp(score / Math.sqrt(width));
            sum += p[key];
        }
        for (int key = 0; key < tokens; key++) {
            p[key] /= sum;
        }
        return p;
    }

    double[] forward() {
        double[] y = new double[images * tokens * heads * width];
        forEachQuery((image, head, query) -> {
            double[] p = probabilities(image, head, query);
            for (int key = 0; key < tokens; key++) {
                for (int i = 0; i < width; i++) {
                    y[outputIndex(image, head, query, i)] += p[key] * qkv[index(2, image, head, key, i)];
                }
            }
        });
        return y;
    }

    double[] backward(double[] dy) {
        double[] dqkv = new double[qkv.length];
        forEachQuery((image, head, query) -> {
            double[] p = probabilities(image, head, query);
            double[] dp = new double[tokens];
            double mean = 0;
            for (int key = 0; key < tokens; key++) {
                for (int i = 0; i < width; i++) {
                    double dyi = dy[outputIndex(image, head, query, i)];
                    dp[key] += dyi * qkv[index(2, image, head, key, i)];
                    dqkv[index(2, image, head, key, i)] += p[key] * dyi;
                }
                mean += p[key] * dp[key];
            }
            for (int key = 0; key < tokens; key++) {
                double dscore = p[key] * (dp[key] - mean) / Math.sqrt(width);
                addScoreGradient(dqkv, dscore, index(0, image, head, query, 0), index(1, image, head, key, 0));
            }
        });
        return dqkv;
    }

    private void addScoreGradient(double[] dqkv, double dscore, int query, int key) {
        for (int i = 0; i < width; i++) {
            dqkv[query + i] += dscore * qkv[key + i];
            dqkv[key + i] += dscore * qkv[query + i];
        }
    }

    double[] classWeights() {
        double[] weights = new double[images * heads * (tokens - 1)];
        for (int image = 0; image < images; image++) {
            for (int head = 0; head < heads; head++) {
                double[] p = probabilities(image, head, 0);
                System.arraycopy(p, 1, weights, (image * heads + head) * (tokens - 1), tokens - 1);
            }
        }
        return weights;
    }

    private interface QueryAction {
        void accept(int image, int head, int query);
    }

    private void forEachQuery(QueryAction action) {
        for (int image = 0; image < images; image++) {
            for (int head = 0; head < heads; head++) {
                for (int query = 0; query < tokens; query++) {
                    action.accept(image, head, query);
                }
            }
        }
    }
}
