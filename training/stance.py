"""Which words speak for or against a course of action, learned from the German news-quotes annotation.

    python training/stance.py de OUT.npz

Multinomial logistic regression over the stems of lower-case words (names and most nouns, and with them the
subject matter, are left out), unigrams and bigrams seen in at least LEAST articles. Data:
news-quotes/train.jsonl (texts CC BY 2.5 Wikinews, annotation CC BY 4.0); no report of a hand-coded dossier is
among them. Needs scikit-learn.
"""

from __future__ import annotations

import argparse
import json
import os
from collections import Counter
from pathlib import Path

import numpy as np
from scipy.sparse import csr_matrix
from sklearn.linear_model import LogisticRegression
from sklearn.model_selection import GroupKFold, cross_val_predict

from zopa.reading.language import language
from zopa.reading.text import analyse
from zopa.reading.tone import CLASSES, grams

SHARED = Path(os.environ.get("ZOPA_SHARED", Path(__file__).resolve().parents[2] / "shared"))
LEAST = 8


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("language", choices=("de",))
    parser.add_argument("out", type=Path)
    options = parser.parse_args()
    known = language(options.language)
    rows, labels, groups = [], [], []
    articles: Counter[str] = Counter()
    path = SHARED / "corpora/news-quotes/train.jsonl"
    for number, raw in enumerate(path.read_text(encoding="utf-8").splitlines()):
        article = json.loads(raw)
        document = analyse(article["text"], known)
        seen: set[str] = set()
        spoken = set()
        for statement in article["statements"]:
            tokens = []
            for start, end in [*statement["quote"], *statement.get("cue", [])]:
                first, last = document.tokens_in((start, end))
                tokens += document.tokens[first:last]
                spoken |= {one.index for one in document.sentences if one.start < end and one.end > start}
            found = grams(tokens, known)
            rows.append(found)
            labels.append(CLASSES.index(statement.get("stance") or "none"))
            groups.append(number)
            seen |= set(found)
        for sentence in document.sentences:
            if sentence.index not in spoken:
                rows.append(grams(document.tokens[sentence.first : sentence.last], known))
                labels.append(0)
                groups.append(number)
        articles.update(seen)
    words = sorted(word for word, count in articles.items() if count >= LEAST)
    place = {word: number for number, word in enumerate(words)}
    pairs = [(row, place[word]) for row, found in enumerate(rows) for word in set(found) if word in place]
    matrix = csr_matrix((np.ones(len(pairs)), tuple(zip(*pairs, strict=True))), shape=(len(rows), len(words)))
    target = np.array(labels)
    for strength in (0.02, 0.05, 0.1, 0.3):
        model = LogisticRegression(C=strength, max_iter=300)
        guess = cross_val_predict(
            model, matrix, target, groups=groups, cv=GroupKFold(5), method="predict_proba"
        )
        loss = -np.log(np.maximum(1e-9, guess[np.arange(len(target)), target])).mean()
        right = (guess.argmax(1) == target).mean()
        print(
            f"C={strength}: log loss {loss:.3f}, right {right:.3f}, n={len(target)}, words={len(words)}",
            flush=True,
        )
    print("share of classes", np.bincount(target) / len(target))
    model = LogisticRegression(C=0.05, max_iter=500).fit(matrix, target)
    np.savez_compressed(
        options.out,
        words=np.array(words),
        weights=model.coef_.T.astype(np.float16),
        base=model.intercept_.astype(np.float32),
    )
    for number, name in enumerate(CLASSES):
        print(name, [words[one] for one in np.argsort(-model.coef_[number])[:25]])


if __name__ == "__main__":
    main()
