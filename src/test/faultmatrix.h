// SPDX-FileCopyrightText: The QConductor authors
// SPDX-License-Identifier: BSD-3-Clause

#ifndef QCONDUCTOR_TEST_FAULTMATRIX_H
#define QCONDUCTOR_TEST_FAULTMATRIX_H

#include <QConductor/faultreport.h>

#include <chrono>
#include <functional>
#include <memory>

namespace QConductor::Test {

class FaultMatrixPrivate;

class QCONDUCTOR_TEST_EXPORT FaultMatrix
{
public:
    using Build = std::function<void(Conductor &)>;
    using Progress = std::function<void(int done, int total, const FaultCase &next)>;

    explicit FaultMatrix(Build build);
    ~FaultMatrix();

    void setTimeout(std::chrono::milliseconds timeout);
    void setProgress(Progress progress);
    FaultMatrix &only(const QList<const QMetaObject *> &types, const QList<Fault> &faults = {});
    FaultReport run();

    static bool verify(const Build &build, const char *file, int line);

private:
    Q_DISABLE_COPY_MOVE(FaultMatrix)
    const std::unique_ptr<FaultMatrixPrivate> d;
};

} // namespace QConductor::Test

#define QCONDUCTOR_VERIFY_FAULTS(...) \
    do { \
        if (!QConductor::Test::FaultMatrix::verify(__VA_ARGS__, __FILE__, __LINE__)) \
            return; \
    } while (false)

#endif
