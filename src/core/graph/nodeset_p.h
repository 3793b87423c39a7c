// SPDX-FileCopyrightText: The QConductor authors
// SPDX-License-Identifier: BSD-3-Clause

#ifndef QCONDUCTOR_GRAPH_NODESET_P_H
#define QCONDUCTOR_GRAPH_NODESET_P_H

#include <QtCore/qalgorithms.h>

#include <algorithm>
#include <limits>
#include <utility>
#include <vector>

namespace QConductor {

// A set of numbers below a size, which gives the smallest first. It is a tree of bit words: a number is a bit of the lowest
// level, and a bit of each higher level says whether a word of the level below has a bit set. Inserting and taking cost
// the same however many numbers there are in the set. A number that comes into the empty set stays beside the tree until
// another one comes: in a chain, there is never another one.
class NodeSet
{
public:
    NodeSet() = default;
    explicit NodeSet(int size)
    {
        auto words = std::size_t(size);
        do {
            words = (words + 63) / 64;
            m_levels.emplace_back(words, 0);
        } while (words > 1);
    }

    bool isEmpty() const { return m_only < 0 && m_firstWord == none; }

    void insert(int number)
    {
        if (isEmpty()) {
            m_only = number;
            return;
        }
        if (m_only >= 0)
            insertIntoTree(std::exchange(m_only, -1));
        insertIntoTree(number);
    }

    int takeFirst() // call it only if the set isn't empty
    {
        if (m_only >= 0)
            return std::exchange(m_only, -1);
        quint64 &word = m_levels.front()[m_firstWord];
        const auto first = m_firstWord * 64 + qCountTrailingZeroBits(word);
        word &= word - 1;
        if (word == 0)
            findFirstWord();
        return int(first);
    }

private:
    void insertIntoTree(int number)
    {
        auto place = std::size_t(number);
        const auto addTo = [&place](std::vector<quint64> &level) { // returns whether the next level has its bit already
            const quint64 others = std::exchange(level[place / 64], level[place / 64] | quint64(1) << place % 64);
            place /= 64;
            return others != 0;
        };
        auto level = m_levels.begin();
        if (addTo(*level))
            return;
        m_firstWord = std::min(m_firstWord, place);
        while (++level != m_levels.end() && !addTo(*level)) { }
    }

    // The first word has become empty: clears its bits in the higher levels, and finds the next word.
    void findFirstWord()
    {
        std::size_t place = m_firstWord;
        for (auto level = m_levels.begin() + 1; level != m_levels.end(); ++level) {
            quint64 &word = (*level)[place / 64];
            word &= ~(quint64(1) << place % 64);
            if (word != 0)
                break;
            place /= 64;
        }
        m_firstWord = m_levels.back().front() == 0 ? none : 0;
        for (auto level = m_levels.rbegin(); level + 1 != m_levels.rend() && m_firstWord != none; ++level)
            m_firstWord = m_firstWord * 64 + qCountTrailingZeroBits((*level)[m_firstWord]);
    }

    static constexpr std::size_t none = std::numeric_limits<std::size_t>::max();

    std::vector<std::vector<quint64>> m_levels; // the last level has one word
    int m_only = -1;                            // the only number, if it isn't in the tree; otherwise -1
    std::size_t m_firstWord = none;             // the first word of the lowest level that isn't empty
};

} // namespace QConductor

#endif
