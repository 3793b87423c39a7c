// SPDX-FileCopyrightText: The QConductor authors
// SPDX-License-Identifier: BSD-3-Clause

#ifndef QCONDUCTOR_NODESET_P_H
#define QCONDUCTOR_NODESET_P_H

#include <QtCore/qalgorithms.h>

#include <utility>
#include <vector>

namespace QConductor {

// A set of the numbers below a size that gives the smallest first. It takes a bit for each, and above them a bit for
// each 64 that are not all absent, and so on: adding and taking cost the same whatever there is in it.
class NodeSet
{
public:
    NodeSet() = default;
    explicit NodeSet(int size)
    {
        do {
            size = (size + 63) / 64;
            m_levels.emplace_back(std::size_t(size), 0);
        } while (size > 1);
    }

    bool isEmpty() const { return m_levels.empty() || m_levels.back().empty() || m_levels.back().front() == 0; }

    void insert(int number)
    {
        for (auto &level : m_levels) {
            quint64 &word = level[std::size_t(number / 64)];
            const quint64 others = std::exchange(word, word | quint64(1) << (number % 64));
            if (others != 0)
                return; // what is above knows
            number /= 64;
        }
    }

    int takeFirst()
    {
        int first = 0;
        for (auto level = m_levels.rbegin(); level != m_levels.rend(); ++level)
            first = first * 64 + int(qCountTrailingZeroBits((*level)[std::size_t(first)]));
        remove(first);
        return first;
    }

private:
    void remove(int number)
    {
        for (auto &level : m_levels) {
            quint64 &word = level[std::size_t(number / 64)];
            word &= ~(quint64(1) << (number % 64));
            if (word != 0)
                return;
            number /= 64;
        }
    }

    std::vector<std::vector<quint64>> m_levels; // the last has one word
};

} // namespace QConductor

#endif
