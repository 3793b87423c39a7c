// SPDX-FileCopyrightText: The QConductor authors
// SPDX-License-Identifier: BSD-3-Clause

#include <QConductor/Component>
#include <QConductor/Conductor>
#include <QConductor/Version>

#include <QtCore/QCoreApplication>

#ifdef QT_NO_KEYWORDS
#  error "QConductor's own strict settings have reached the project that uses it"
#endif

class Database : public QConductor::Component
{
    Q_OBJECT
public:
    Q_INVOKABLE Database() {}
signals:
    void opened();
protected:
    QFuture<void> onSetup() override
    {
        emit opened();
        return done();
    }
};

class WebApi : public QConductor::Component
{
    Q_OBJECT
    Q_PROPERTY(Database *database MEMBER database)
public:
    Database *database = nullptr;
};

int main(int argc, char *argv[])
{
    QCoreApplication app(argc, argv);
    QConductor::Conductor conductor;
    WebApi *api = conductor.add<WebApi>();
    if (QConductor::version().toString() != QLatin1String(QCONDUCTOR_VERSION_STR))
        return 3;
    bool wasWired = false;
    const int code = conductor.run([&] {
        wasWired = api->database && api->database->isActive();
        return QConductor::Component::done();
    });
    return wasWired ? code : 2;
}

#include "main.moc"
